import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { sharedKeyArn } from '#demo/estate/platform/keys.ts'
import { fate } from './grants.ts'
import { queuePolicy } from './shared-access.ts'

export type QueueSpec = {
  name: string
  arn: string
  retentionSeconds: number
  visibilitySeconds: number
  redriveArn?: string
  maxReceiveCount: number
  encrypted: boolean
  kmsKeyId?: string
  policy?: string
}

const twoWeeks = 1_209_600

/**
 * The queues that mappings read, and those that failures go to. One mapping in 29 reads a queue that is gone, one in
 * four one without redrive. Anyone may send to the sixth.
 */
export function makeQueues(partition: Partition): Map<string, QueueSpec> {
  const queues = new Map<string, QueueSpec>()
  const add = (arn: string, parts: Partial<QueueSpec> = {}) => {
    if (queues.has(arn)) return
    queues.set(arn, {
      name: arn.split(':')[5] ?? '',
      arn,
      retentionSeconds: twoWeeks,
      visibilitySeconds: 30,
      maxReceiveCount: 0,
      encrypted: true,
      ...parts,
    })
  }
  let read = 0
  for (const fn of partition.functions) {
    for (const { kind, sourceArn } of fn.mappings) {
      if (kind !== 'sqs') continue
      const turn = read++
      if (turn % 29 === 1) continue
      const redriveArn = turn % 4 === 2 ? undefined : `${sourceArn}-dlq`
      add(sourceArn, { ...workQueue(fn, sourceArn, redriveArn), policy: queuePolicy(sourceArn, turn === 5) })
      if (redriveArn) add(redriveArn)
    }
  }
  for (const fn of partition.functions) {
    const failures = [
      fn.deadLetterArn,
      fn.eventInvoke?.onFailureArn,
      ...fn.mappings.map((m) => m.onFailureArn),
    ]
    for (const arn of failures) if (arn?.includes(':sqs:') && fate(arn, 'queue') > 0.04) add(arn)
  }
  return queues
}

function workQueue(fn: FunctionSpec, arn: string, redriveArn: string | undefined): Partial<QueueSpec> {
  const draw = fate(arn, 'queue')
  return {
    retentionSeconds: draw < 0.2 ? 86_400 : 345_600,
    visibilitySeconds: draw < 0.15 ? 30 : fn.timeoutSeconds * 6,
    redriveArn,
    maxReceiveCount: redriveArn ? (draw < 0.5 ? 3 : 5) : 0,
    encrypted: draw > 0.1,
    ...(draw > 0.7 ? { kmsKeyId: sharedKeyArn({ id: fn.accountId }, fn.region, 'alias/shop-messages') } : {}),
  }
}
