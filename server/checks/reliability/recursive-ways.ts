import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { BucketRecord } from '#server/domain/records/bucket-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionTarget } from '#server/domain/triggers/function-target.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { roleMayWithin } from './role-may.ts'

/** A trigger whose source the function's role may write to. `stopped`: Lambda notices such a loop and ends it. */
export type RecursiveWay = { trigger: Trigger; action: string; pattern: string; stopped: boolean }

/** Loops by way of these are detected. Source: Lambda Developer Guide, "Use Lambda recursive loop detection". */
const DETECTED = new Set(['sqs', 'sns', 's3'])
const WRITES: Record<string, readonly string[]> = {
  sqs: ['sqs:SendMessage'],
  sns: ['sns:Publish'],
  kinesis: ['kinesis:PutRecord', 'kinesis:PutRecords'],
  dynamodb: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
  s3: ['s3:PutObject'],
}

/** The objects whose creation invokes the function, as patterns of ARNs. */
function objectsOf(bucket: BucketRecord, functionArn: string): string[] {
  const partition = parseArn(bucket.arn)?.partition ?? 'aws'
  const accountId = parseArn(functionArn)?.accountId ?? ''
  const region = parseArn(functionArn)?.region ?? ''
  return (valueOr(bucket.notifications, []) ?? [])
    .filter(({ events }) => events.some((event) => /^s3:(?:\*|ObjectCreated:(?:\*|Put|Post))$/.test(event)))
    .filter((one) => functionTarget(one.functionArn, { accountId, region, partition })?.arn === functionArn)
    .map(({ prefix = '', suffix = '' }) => `${bucket.arn}/${prefix}*${suffix}`)
}

function writtenTo(trigger: Trigger, around: Surroundings): string[] {
  const { kind, source, functionArn } = trigger
  if (kind === 'dynamodb') return [source.replace(/\/stream\/.*$/, '')]
  if (kind !== 's3') return [source]
  const bucket = around.find('bucket', source)
  return bucket.state === 'known' ? objectsOf(bucket.value, functionArn) : []
}

/** How a function can invoke itself by writing to what triggers it, as far as its role was read. */
export function recursiveWays(
  record: FunctionRecord,
  triggers: readonly Trigger[],
  around: Surroundings,
): RecursiveWay[] {
  const roleArn = valueOr<string>(record.roleArn, '') ?? ''
  const isLetLoop = valueOr<string>(record.recursiveLoop, '') === 'Allow'
  return triggers.flatMap((trigger) => {
    for (const resource of WRITES[trigger.kind] ? writtenTo(trigger, around) : []) {
      for (const action of WRITES[trigger.kind] ?? []) {
        const [pattern] = roleMayWithin({ roleArn, action, resource }, around)
        if (pattern !== undefined)
          return [{ trigger, action, pattern, stopped: DETECTED.has(trigger.kind) && !isLetLoop }]
      }
    }
    return []
  })
}

/** Triggers by which a function could feed itself at all. */
export const canFeedItself = ({ kind }: Trigger) => Object.hasOwn(WRITES, kind)
