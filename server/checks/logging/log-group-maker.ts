import { parseArn } from '#server/domain/arn.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'

const PREFIX = '/aws/lambda/'

/** Why a log group belongs to a function that a platform made; null where it does not. */
export function groupOfPlatform(record: LogGroupRecord, around: Surroundings): string | null {
  if (!record.name.startsWith(PREFIX)) return null
  const partition = parseArn(record.arn)?.partition ?? 'aws'
  const { accountId, region } = record
  const name = record.name.slice(PREFIX.length)
  const fn = around.find('function', `arn:${partition}:lambda:${region}:${accountId}:function:${name}`)
  return fn.state === 'known' ? platformMade(fn.value) : null
}
