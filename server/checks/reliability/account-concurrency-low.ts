import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

const parameters = z.object({
  minExecutions: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1000)
    .describe('Concurrent executions that an account should have in a region'),
})

function evaluate(
  record: AccountSettingsRecord,
  _around: Surroundings,
  { minExecutions }: z.output<typeof parameters>,
): Verdict {
  if (record.functionCount.state === 'known' && record.functionCount.value === 0)
    return notApplicable('There is no function in this region.')
  const limit = valueOr<number | null>(record.concurrentExecutions, null)
  if (typeof limit !== 'number')
    return unknown(unseen('Concurrency limit', record.concurrentExecutions) ?? 'The limit is not told.')
  const evidence = [{ label: 'Concurrent executions', value: String(limit) }]
  if (limit >= minExecutions) return pass(...evidence)
  const summary = `All functions of the region together may run ${limit} executions at once; ${minExecutions} are expected.`
  return { state: 'fail', severity: 'info', summary, evidence }
}

export const accountConcurrencyLow = defineCheck({
  id: 'account-concurrency-low',
  title: 'Account limit of concurrency below the usual 1,000',
  group: 'reliability',
  kind: 'account-settings',
  severity: 'info',
  severityNote: null,
  why: 'New accounts begin with a lower limit than the usual 1,000. The lower it is, the fewer requests an attacker needs to have every function of the region throttled.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'],
  needs: ['account-settings'],
  elsewhere: [],
  risks: ['denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) => ({
    text: 'Ask for a higher limit in Service Quotas. It costs nothing; a limit that is low on purpose bounds what a flood can cost.',
    cli: `aws service-quotas request-service-quota-increase ${regionOf(record)} --service-code lambda --quota-code L-B99A9384 --desired-value 1000`,
    cloudformation: null,
    terraform: null,
  }),
})
