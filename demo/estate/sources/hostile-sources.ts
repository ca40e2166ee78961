import type { Partition } from '#demo/estate/model.ts'
import type { BucketSpec } from './buckets.ts'
import type { RulesOfPartition } from './rules.ts'
import type { ScheduleSpec } from './schedules.ts'
import type { MachineSpec } from './state-machines.ts'
import type { SubscriptionSpec } from './topics.ts'

const script = '<script>alert("source")</script>'
const bidi = '\u202E=HYPERLINK("http://evil.example")\u0007'

/** A rule whose pattern is none, and whose target's dead letter queue is no ARN. */
export function hostileRules(partition: Partition, made: RulesOfPartition): RulesOfPartition {
  const [fn] = partition.functions
  if (!fn) return made
  const { account, region } = partition
  const name = 'legacy-import'
  const target = { Id: bidi, Arn: fn.arn, DeadLetterConfig: { Arn: script } }
  const arn = `arn:aws:events:${region}:${account.id}:rule/${name}`
  const rule = { name, arn, bus: 'default', state: 'HIBERNATING', pattern: script, targets: [target] }
  return { ...made, rules: [...made.rules, rule] }
}

export function hostileSchedules(partition: Partition, made: ScheduleSpec[]): ScheduleSpec[] {
  const [like] = made
  const [fn] = partition.functions
  if (!like || !fn) return made
  const target = { ...like.target, Arn: fn.arn, RoleArn: script, Input: bidi }
  return [...made, { ...like, name: 'legacy.import', expression: bidi, arn: `${like.arn}.import`, target }]
}

/** A subscription whose redrive policy and filter are no JSON. */
export function hostileSubscriptions(partition: Partition, made: SubscriptionSpec[]): SubscriptionSpec[] {
  const like = made.find(({ protocol }) => protocol === 'lambda')
  if (!like) return made
  const attributes = {
    PendingConfirmation: 'perhaps',
    RedrivePolicy: script,
    FilterPolicy: bidi,
    Novelty: script,
  }
  const arn = `arn:aws:sns:${partition.region}:${partition.account.id}:legacy-import`
  return [...made, { ...like, topicArn: arn, arn: `${arn}:00000000-0000-4000-8000-000000000000`, attributes }]
}

/** State machines whose definition is none, or goes deep, or has names of its own kind. */
export function hostileMachines(made: MachineSpec[]): MachineSpec[] {
  const [like] = made
  if (!like) return made
  const States = {
    [script]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: bidi },
    },
  }
  const deep = `${'{"States":{"m":{"Type":"Map","Iterator":'.repeat(2_000)}{}${'}}}'.repeat(2_000)}`
  return [
    ...made,
    ...[script, 'null', deep, JSON.stringify({ States })].map((definition, i) => ({
      ...like,
      name: `legacy-${i}`,
      arn: `${like.arn}-legacy-${i}`,
      definition,
    })),
  ]
}

export function hostileBuckets(partition: Partition | undefined, made: BucketSpec[]): BucketSpec[] {
  const fn = partition?.functions[0]
  const [like] = made
  if (!fn || !like) return made
  const id = script
  const notifications = [
    {
      id,
      functionArn: fn.arn,
      events: ['s3:NobodyKnows:*', bidi.replace('\u0007', '')],
      prefix: bidi.replace('\u0007', ''),
      suffix: '+1',
    },
  ]
  return [...made, { ...like, name: 'legacy-import-uploads', notifications }]
}
