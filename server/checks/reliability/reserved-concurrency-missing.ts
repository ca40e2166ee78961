import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { criticalNeighbours } from './critical-neighbours.ts'
import { named } from './function-change.ts'
import { liveTriggers, titleOf } from './live-triggers.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const FAN_IN = new Set(['queue', 'stream'])

function evidenceOf({ flood, level }: FunctionReach, critical: string[]) {
  return [
    { label: 'Reserved concurrency', value: 'none' },
    {
      label: 'Unreserved executions',
      value: flood.unreserved === null ? 'not seen' : String(flood.unreserved),
    },
    { label: 'Who can invoke it', value: level },
    {
      label: `Critical among the ${flood.neighbours.names.length} neighbours looked at`,
      value: namesOf(critical) || 'none',
    },
  ]
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const hidden = unseen('Reserved concurrency', record.reservedConcurrency)
  if (hidden) return unknown(hidden)
  const reserved = valueOr<number | null>(record.reservedConcurrency, null) ?? null
  if (reserved !== null) return pass({ label: 'Reserved concurrency', value: String(reserved) })
  const reach = around.reach(record.arn)
  const triggers = liveTriggers(record, around)
  if (reach.state !== 'known' || triggers.state !== 'known')
    return unknown(unseen('Reach', reach) ?? unseen('Triggers', triggers) ?? 'Who invokes it was not seen.')
  const { neighbours } = reach.value.flood
  if (neighbours.count === 0) return notApplicable('No other function of the region shares the concurrency.')
  const critical = criticalNeighbours(record, reach.value.flood, around)
  const evidence = evidenceOf(reach.value, critical)
  const others = critical.length > 0 ? namesOf(critical) : `${neighbours.count} other functions`
  if (reach.value.level === 'internet') {
    const summary = `Anyone on the internet can make it take all unreserved executions, and leave none to ${others}.`
    return { state: 'fail', severity: critical.length > 0 ? 'medium' : 'low', summary, evidence }
  }
  const fans = triggers.value.filter(({ invocation }) => FAN_IN.has(invocation))
  if (critical.length > 0 && fans.length > 0) {
    const summary = `A backlog of ${namesOf([...new Set(fans.map(titleOf))])} can make it take all unreserved executions, and leave none to ${others}.`
    return { state: 'fail', severity: 'low', summary, evidence }
  }
  if (reach.value.level === 'unknown')
    return unknown(`Who can invoke it: ${reach.value.unseen[0] ?? 'not seen.'}`)
  return pass(...evidence)
}

/** Asked for only where strangers or a backlog can starve others: reserving for every function starves the account. */
export const reservedConcurrencyMissing = defineCheck({
  id: 'reserved-concurrency-missing',
  title: 'A flood can starve the functions beside it',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where anyone on the internet can invoke it and critical functions share the pool.',
  why: 'Functions without reserved concurrency share one pool an account and region. One that strangers or a backlog can flood takes all of it, and its neighbours are throttled.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  needs: ['functions'],
  elsewhere: [
    'AWS Config lambda-concurrency-check',
    'Checkov CKV_AWS_115',
    'cfn_nag W92',
    'cdk-nag LambdaConcurrency',
    'Cloud Custodian reserved-concurrency',
  ],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Reserve somewhat more than the highest concurrency that is seen: it is a ceiling as well, and what it reserves is taken from all others. For a queue, the mapping’s maximum concurrency is the gentler way. The value 50 is an example.',
    cli: `aws lambda put-function-concurrency ${named(record)} --reserved-concurrent-executions 50`,
    cloudformation: properties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 50 }),
    terraform: argumentsOf('aws_lambda_function', { reserved_concurrent_executions: 50 }),
  }),
})
