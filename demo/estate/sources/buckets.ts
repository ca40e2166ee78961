import type { Account, FunctionSpec, Partition } from '#demo/estate/model.ts'
import { fate, grantedSources } from './grants.ts'

export type BucketNotificationSpec = {
  id: string
  functionArn: string
  events: string[]
  prefix?: string
  suffix?: string
}
export type BucketSpec = {
  name: string
  region: string
  createdMs: number
  notifications: BucketNotificationSpec[]
  queueArn?: string
  eventBridge: boolean
}

function notify(fn: FunctionSpec, first: boolean): BucketNotificationSpec {
  const draw = fate(fn.arn, 'notification')
  return {
    id: `${fn.name}-notification`,
    functionArn: fn.arn,
    events: draw < 0.7 ? ['s3:ObjectCreated:*'] : ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*'],
    ...(first ? { prefix: 'incoming/' } : { prefix: `${fn.name}/` }),
    ...(draw > 0.5 ? { suffix: draw > 0.75 ? '.csv' : '.jpg' } : {}),
  }
}

/** The buckets of an account: those that functions grant, mostly, and some that notify none. */
export function makeBuckets(account: Account, partitions: readonly Partition[]): BucketSpec[] {
  const createdMs = Date.UTC(2023, 6, 3)
  const buckets = new Map<string, BucketSpec>()
  const bucket = (name: string, region: string) => {
    const made = buckets.get(name) ?? { name, region, createdMs, notifications: [], eventBridge: false }
    buckets.set(name, made)
    return made
  }
  for (const { region, functions } of partitions) {
    for (const fn of functions) {
      for (const arn of grantedSources(fn, 's3')) {
        if (fate(fn.arn, arn) < 0.06) continue
        const at = bucket(arn.split(':::')[1] ?? '', region)
        at.notifications.push(notify(fn, at.notifications.length === 0))
        at.eventBridge = fate(arn, 'bridge') < 0.2
      }
    }
  }
  const [first] = partitions
  if (first && first.functions.length > 0) {
    bucket(`${account.name}-assets`, first.region)
    bucket(`${account.name}-terraform-state`, 'us-east-1')
    bucket(`${account.name}-access-logs`, first.region).queueArn =
      `arn:aws:sqs:${first.region}:${account.id}:access-logs`
    bucket(`${account.name}-events-archive`, first.region).eventBridge = true
    if (account.home) bucket(`shop-cloudtrail-${account.id}`, first.region)
  }
  return [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
