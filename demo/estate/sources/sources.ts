import type { Account, Partition } from '#demo/estate/model.ts'
import { type BucketSpec, makeBuckets } from './buckets.ts'
import { makeQueues, type QueueSpec } from './queues.ts'
import { makeRules, type RulesOfPartition } from './rules.ts'
import { makeSchedules, type ScheduleSpec } from './schedules.ts'
import { type MachineSpec, makeStateMachines } from './state-machines.ts'
import { makeStreams, type StreamSpec } from './streams.ts'
import { makeSubscriptions, type SubscriptionSpec } from './topics.ts'

/** Makes something of a key once, when it is first asked for. */
function once<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new WeakMap<Key, Made>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}

export const rulesOf: (partition: Partition) => RulesOfPartition = once(makeRules)
export const schedulesOf: (partition: Partition) => ScheduleSpec[] = once(makeSchedules)
export const subscriptionsOf: (partition: Partition) => SubscriptionSpec[] = once(makeSubscriptions)
export const queuesOf: (partition: Partition) => Map<string, QueueSpec> = once(makeQueues)
export const streamsOf: (partition: Partition) => Map<string, StreamSpec> = once(makeStreams)
export const stateMachinesOf: (partition: Partition) => MachineSpec[] = once(makeStateMachines)

const bucketsByAccount = new WeakMap<Account, BucketSpec[]>()

export function bucketsOf(
  estate: { partition(account: Account, region: string): Partition },
  account: Account,
): BucketSpec[] {
  const known = bucketsByAccount.get(account)
  if (known) return known
  const partitions = account.regions.map((region) => estate.partition(account, region))
  const buckets = makeBuckets(account, partitions)
  bucketsByAccount.set(account, buckets)
  return buckets
}
