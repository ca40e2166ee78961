import {
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3'
import { type CallResult, call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asArray, asObject, asText, asTexts, isObject, type JsonObject } from '#server/domain/json.ts'
import type { BucketNotification, BucketRecord } from '#server/domain/records/bucket-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import {
  getAccountBlock,
  getBucketBlock,
  isBlocked,
  type PublicAccessBlock,
  readAccountBlock,
  readBucketBlock,
} from './public-access-block.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readText, unseen } from './read-field.ts'

const listBuckets: Operation = {
  service: 's3',
  name: 'ListBuckets',
  permission: 's3:ListAllMyBuckets',
  costUsd: 0,
  hides: 'which S3 buckets call a function when files arrive',
}
const getNotification: Operation = {
  service: 's3',
  name: 'GetBucketNotificationConfiguration',
  permission: 's3:GetBucketNotification',
  costUsd: 0,
  hides: 'which functions an S3 bucket calls, and for which files',
}
const getPolicy: Operation = {
  service: 's3',
  name: 'GetBucketPolicy',
  permission: 's3:GetBucketPolicy',
  costUsd: 0,
  hides: 'who may put files into a bucket that calls functions',
}
const MOST_BUCKETS = 1000
const REGION = /^[a-z]{2,}(-[a-z0-9]+)+$/

type Notifies = Pick<BucketRecord, 'notifications' | 'eventBridge'>

/** S3 buckets that notify functions, or whose notifications could not be read; each is asked in its own region. */
export const buckets = defineCollector<BucketRecord>({
  id: 'buckets',
  title: 'S3 notifications',
  scope: 'account',
  kind: 'bucket',
  changedBy: ['s3.amazonaws.com'],
  operations: [listBuckets, getNotification, getPolicy, getBucketBlock, getAccountBlock],
  async *collect(context): Batches<BucketRecord> {
    let understood = true
    const paging = {
      operation: listBuckets,
      command: (ContinuationToken: string | undefined) =>
        new ListBucketsCommand({ MaxBuckets: MOST_BUCKETS, ContinuationToken }),
      items: 'Buckets',
      token: 'ContinuationToken',
      emptyAllowed: true,
      onAnswer: ({ xml }: { xml?: string }) => {
        if (xml?.includes('ListAllMyBucketsResult')) return
        understood = false
        const message = 'the answer is none of ListBuckets'
        context.report.addProblem(listBuckets, { state: 'malformed', code: 'MalformedPage', message })
      },
    }
    let accountBlock: Promise<Field<PublicAccessBlock>> | undefined
    const ofAccount = () => {
      accountBlock ??= readAccountBlock(context)
      return accountBlock
    }
    const { complete } = yield* readEach(context, paging, (bucket) => readBucket(context, bucket, ofAccount))
    return { complete: complete && understood }
  },
})

async function readBucket(
  context: CollectorContext,
  from: JsonObject,
  accountBlock: () => Promise<Field<PublicAccessBlock>>,
): Promise<BucketRecord | undefined> {
  const name = asText(from.Name)
  if (name === undefined) throw unreadable('a bucket')
  const bucketRegion = readText(from, 'BucketRegion')
  const notifies = await readNotifications(context, name, bucketRegion)
  if (notifies === undefined || notifies.notifications.state === 'absent') return undefined
  return {
    kind: 'bucket',
    arn: `arn:${context.account.partition}:s3:::${name}`,
    name,
    accountId: context.account.id,
    region: GLOBAL_REGION,
    bucketRegion,
    ...notifies,
    ...(await readAccess(context, name, bucketRegion, accountBlock)),
    unknownFields: [],
  }
}

/** Who may do what with a bucket. */
async function readAccess(
  context: CollectorContext,
  Bucket: string,
  bucketRegion: Field<string>,
  accountBlock: () => Promise<Field<PublicAccessBlock>>,
): Promise<Required<Pick<BucketRecord, 'policy' | 'blocksPublicPolicy'>>> {
  const region = regionOf(bucketRegion)
  if (region === undefined) {
    const unread = failed<never>('unreadable BucketRegion')
    return { policy: unread, blocksPublicPolicy: unread }
  }
  const there = { ...context, region }
  const [policy, own, account] = await Promise.all([
    call(there, getPolicy, new GetBucketPolicyCommand({ Bucket }), { resource: Bucket }),
    readBucketBlock(there, Bucket),
    accountBlock(),
  ])
  return {
    policy: policy.state === 'ok' ? readPolicy(policy.output) : unseen(policy),
    blocksPublicPolicy: isBlocked(own, account),
  }
}

/** The answer is the policy itself; what is no JSON is what the SDK read. */
function readPolicy(output: unknown): Required<BucketRecord>['policy'] {
  const answer = asObject(output)
  const text = 'Statement' in answer ? JSON.stringify(answer) : asText(answer.Policy)
  return text === undefined ? failed('unreadable policy') : known(parsePolicyDocument(text))
}

/** Where a bucket is to be asked; undefined where its region is none. */
function regionOf(bucketRegion: Field<string>): string | undefined {
  if (bucketRegion.state !== 'known') return GLOBAL_REGION
  return REGION.test(bucketRegion.value) ? bucketRegion.value : undefined
}

/** What a bucket notifies; undefined when it is gone. */
async function readNotifications(
  context: CollectorContext,
  Bucket: string,
  bucketRegion: Field<string>,
): Promise<Notifies | undefined> {
  const region = regionOf(bucketRegion)
  if (region === undefined) return both(failed('unreadable BucketRegion'))
  const command = new GetBucketNotificationConfigurationCommand({ Bucket })
  const result = await call({ ...context, region }, getNotification, command, { resource: Bucket })
  if (result.state === 'not-found') return undefined
  if (result.state !== 'ok') return both(unseen(result))
  if (isNotificationAnswer(result)) return readConfiguration(asObject(result.output))
  const message = 'the answer is no notification configuration'
  const problem = { state: 'malformed' as const, code: 'MalformedAnswer', message }
  context.report.addProblem(getNotification, problem, Bucket)
  return both(failed('MalformedAnswer'))
}

const both = (field: Field<never>): Notifies => ({ notifications: field, eventBridge: field })

/** Root elements of the answer: S3's, and what an emulator of it sends for a bucket that notifies nobody. */
const ROOT = /<(?:NotificationConfiguration|GetBucketNotificationResponse)[\s/>]/

const isNotificationAnswer = ({ xml }: Extract<CallResult, { state: 'ok' }>) => ROOT.test(xml ?? '')

function readConfiguration(from: JsonObject): Notifies {
  const found = asArray(from.LambdaFunctionConfigurations).map((one) => readOne(asObject(one)))
  const key = ({ functionArn, id }: BucketNotification) => `${functionArn} ${id}`
  return {
    notifications: found.length > 0 ? known(found.sort((a, b) => (key(a) < key(b) ? -1 : 1))) : absent(),
    eventBridge: known(isObject(from.EventBridgeConfiguration) || from.EventBridgeConfiguration === ''),
  }
}

function readOne(from: JsonObject): BucketNotification {
  const rules = asArray(asObject(asObject(from.Filter).Key).FilterRules).map(asObject)
  const rule = (name: string) =>
    rules.flatMap((one) => (asText(one.Name)?.toLowerCase() === name ? (asText(one.Value) ?? []) : [])).at(0)
  const prefix = rule('prefix')
  const suffix = rule('suffix')
  return {
    id: asText(from.Id) ?? '',
    functionArn: asText(from.LambdaFunctionArn) ?? '',
    events: asTexts(from.Events).sort(),
    ...(prefix === undefined ? {} : { prefix }),
    ...(suffix === undefined ? {} : { suffix }),
  }
}
