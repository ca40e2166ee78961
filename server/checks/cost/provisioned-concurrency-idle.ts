import { defineCheck } from '#server/checks/define-check.ts'
import { named } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const WEEK_DAYS = 7

const provisionedOf = (record: FunctionRecord) =>
  (valueOr(record.provisionedConcurrency, []) ?? []).filter(
    ({ requested, status }) => requested > 0 && status !== 'FAILED',
  )

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = unseen('Provisioned concurrency', record.provisionedConcurrency)
  if (hidden) return unknown(hidden)
  const provisioned = provisionedOf(record)
  if (provisioned.length === 0) return notApplicable('It has no provisioned concurrency.')
  const activity = around.activity(record.arn)
  if (activity.state !== 'known') return unknown(unseen('Metrics', activity) ?? 'Its metrics were not seen.')
  const { invocations7d, daysSeen } = activity.value
  const evidence = [
    ...provisioned.map(({ qualifier, requested }) => ({
      label: qualifier,
      value: `${requested} provisioned`,
    })),
    { label: 'Invocations in 7 days', value: String(invocations7d) },
  ]
  if (invocations7d > 0) return pass(...evidence)
  if (daysSeen < WEEK_DAYS) return unknown(`Metrics of ${daysSeen} days are stored; 7 are needed.`)
  const total = provisioned.reduce((sum, { requested }) => sum + requested, 0)
  const memory = valueOr<number | null>(record.memoryMb, null)
  const summary = `${total} executions${memory ? ` of ${memory} MB` : ''} are kept warm and paid for around the clock, and nothing invoked it in 7 days.`
  return { state: 'fail', severity: 'medium', summary, evidence }
}

/** Metrics are of the function as a whole: an alias that is idle beside a busy one is not told. */
export const provisionedConcurrencyIdle = defineCheck({
  id: 'provisioned-concurrency-idle',
  title: 'Provisioned concurrency that nobody uses',
  group: 'cost',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'Provisioned concurrency is charged by the hour whether anything is invoked or not. On a function that nobody calls it is money for nothing.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html'],
  needs: ['functions', 'lambda-metrics'],
  elsewhere: [],
  risks: ['denial-of-service', 'ungoverned-assets'],
  evaluate,
  remediate: (record) => ({
    text: 'Take the provisioned concurrency away, or schedule it with Application Auto Scaling for the hours in which it is used.',
    cli: `aws lambda delete-provisioned-concurrency-config ${named(record)} --qualifier ${shellWord(provisionedOf(record)[0]?.qualifier ?? '')}`,
    cloudformation: null,
    terraform: null,
  }),
})
