import type { Account, Partition } from '#demo/estate/model.ts'
import { once } from '#demo/estate/once.ts'
import { type BucketSpec, makeBuckets } from './buckets.ts'
import {
  hostileBuckets,
  hostileMachines,
  hostileRules,
  hostileSchedules,
  hostileSubscriptions,
} from './hostile-sources.ts'
import { makeQueues, type QueueSpec } from './queues.ts'
import { makeRules, type RulesOfPartition } from './rules.ts'
import { makeSchedules, type ScheduleSpec } from './schedules.ts'
import { type MachineSpec, makeStateMachines } from './state-machines.ts'
import { makeStreams, type StreamSpec } from './streams.ts'
import { makeTopics, type TopicSpec } from './topic-settings.ts'
import { makeSubscriptions, type SubscriptionSpec } from './topics.ts'

export const rulesOf: (partition: Partition) => RulesOfPartition = once((at) =>
  at.hostile ? hostileRules(at, makeRules(at)) : makeRules(at),
)
export const schedulesOf: (partition: Partition) => ScheduleSpec[] = once((at) =>
  at.hostile ? hostileSchedules(at, makeSchedules(at)) : makeSchedules(at),
)
export const subscriptionsOf: (partition: Partition) => SubscriptionSpec[] = once((at) =>
  at.hostile ? hostileSubscriptions(at, makeSubscriptions(at)) : makeSubscriptions(at),
)
export const topicsOf: (partition: Partition) => Map<string, TopicSpec> = once((at) =>
  makeTopics(at, subscriptionsOf(at)),
)
export const queuesOf: (partition: Partition) => Map<string, QueueSpec> = once(makeQueues)
export const streamsOf: (partition: Partition) => Map<string, StreamSpec> = once(makeStreams)
export const stateMachinesOf: (partition: Partition) => MachineSpec[] = once((at) =>
  at.hostile ? hostileMachines(makeStateMachines(at)) : makeStateMachines(at),
)

const bucketsByAccount = new WeakMap<Account, BucketSpec[]>()

export function bucketsOf(
  estate: { partition(account: Account, region: string): Partition },
  account: Account,
): BucketSpec[] {
  const known = bucketsByAccount.get(account)
  if (known) return known
  const partitions = account.regions.map((region) => estate.partition(account, region))
  const made = makeBuckets(account, partitions)
  const buckets = partitions[0]?.hostile ? hostileBuckets(partitions[0], made) : made
  bucketsByAccount.set(account, buckets)
  return buckets
}
