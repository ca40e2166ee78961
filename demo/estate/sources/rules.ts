import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { fate, grantedSources } from './grants.ts'

export type TargetSpec = {
  Id: string
  Arn: string
  DeadLetterConfig?: { Arn: string }
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number }
  Input?: string
}
export type RuleSpec = {
  name: string
  arn: string
  bus: string
  state: string
  description?: string
  schedule?: string
  pattern?: string
  managedBy?: string
  targets: TargetSpec[]
}
export type RulesOfPartition = { buses: string[]; rules: RuleSpec[] }

const schedules: [part: string, expression: string][] = [
  ['-nightly', 'cron(15 2 * * ? *)'],
  ['-cleanup', 'rate(1 day)'],
  ['-sync', 'rate(15 minutes)'],
  ['-export', 'cron(0 6 ? * MON *)'],
]

const ruleArn = ({ account, region }: Partition, bus: string, name: string) =>
  `arn:aws:events:${region}:${account.id}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`

function ruleFor(partition: Partition, fn: FunctionSpec, arn: string): RuleSpec | undefined {
  const [bus = '', last] = arn.split(':rule/')[1]?.split('/') ?? []
  const draw = fate(arn, 'rule')
  if (draw < 0.05 || bus === 'legacy') return undefined
  const expression = schedules.find(([part]) => fn.name.includes(part))?.[1]
  const queue = `arn:aws:sqs:${partition.region}:${partition.account.id}:${fn.service}-failed`
  return {
    name: last ?? bus,
    arn,
    bus: last === undefined ? 'default' : bus,
    state: draw < 0.13 ? 'DISABLED' : 'ENABLED',
    description: `Starts ${fn.name}`,
    ...(expression
      ? { schedule: expression }
      : { pattern: `{"source":["shop.${fn.service}"],"detail-type":["changed"]}` }),
    targets: [
      {
        Id: 'function',
        Arn: fn.aliases[0] === undefined || draw < 0.5 ? fn.arn : `${fn.arn}:${fn.aliases[0]}`,
        ...(draw > 0.7 ? { DeadLetterConfig: { Arn: queue } } : {}),
        ...(draw > 0.5
          ? { RetryPolicy: { MaximumRetryAttempts: draw > 0.85 ? 0 : 8, MaximumEventAgeInSeconds: 3600 } }
          : {}),
      },
    ],
  }
}

/**
 * The EventBridge rules of a partition: one for most grants, one whose function grants nothing, one that fills a queue
 * only, one that a service manages.
 */
export function makeRules(partition: Partition): RulesOfPartition {
  const { account, region, functions } = partition
  const rules = functions.flatMap((fn) =>
    grantedSources(fn, 'events').flatMap((arn) => ruleFor(partition, fn, arn) ?? []),
  )
  const silent = functions.find((fn) => fn.statements.length === 0 && fn.rawPolicy === undefined)
  const pattern = '{"source":["aws.health"]}'
  const make = (name: string, targets: TargetSpec[], more: Partial<RuleSpec> = {}): RuleSpec => ({
    name,
    arn: ruleArn(partition, 'default', name),
    bus: 'default',
    state: 'ENABLED',
    pattern,
    targets,
    ...more,
  })
  if (silent) {
    rules.push(make(`health-to-${silent.name}`, [{ Id: 'function', Arn: silent.arn }]))
    const queue = `arn:aws:sqs:${region}:${account.id}:health-events`
    rules.push(make('health-to-queue', [{ Id: 'queue', Arn: queue }]))
    rules.push(
      make('StepFunctionsGetEventsForStepFunctionsExecutionRule', [{ Id: 'sfn', Arn: queue }], {
        managedBy: 'states.amazonaws.com',
      }),
    )
  }
  const named = functions.flatMap((fn) => fn.eventInvoke?.onSuccessArn?.split(':event-bus/')[1] ?? [])
  const buses = ['default', ...named, ...rules.map((rule) => rule.bus)]
  return {
    buses: functions.length === 0 ? ['default'] : [...new Set(buses)],
    rules: rules.sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
