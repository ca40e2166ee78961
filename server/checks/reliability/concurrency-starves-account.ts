import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { AccountSettingsRecord } from '#server/domain/records/account-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords } from './function-change.ts'
import { firstUnseen, notApplicable, pass, unknown } from './verdicts.ts'

const parameters = z.object({
  minUnreserved: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(100)
    .describe('Unreserved executions; so many or fewer are too few'),
})

function evaluate(
  record: AccountSettingsRecord,
  _around: Surroundings,
  { minUnreserved }: z.output<typeof parameters>,
): Verdict {
  const limit = valueOr<number | null>(record.concurrentExecutions, null)
  const left = valueOr<number | null>(record.unreservedConcurrentExecutions, null)
  if (typeof limit !== 'number' || typeof left !== 'number') {
    const fields = firstUnseen([
      ['Concurrency limit', record.concurrentExecutions],
      ['Unreserved concurrency', record.unreservedConcurrentExecutions],
    ])
    return unknown(fields ?? 'The limits of the account are not told.')
  }
  const reserved = limit - left
  if (reserved <= 0) return notApplicable('No function has reserved concurrency.')
  const evidence = [
    { label: 'Concurrent executions', value: String(limit) },
    { label: 'Reserved', value: String(reserved) },
    { label: 'Left to all others', value: String(left) },
  ]
  if (left > minUnreserved) return pass(...evidence)
  const summary = `Functions have reserved ${reserved} of ${limit} executions: all others share ${left}.`
  return { state: 'fail', severity: 'medium', summary, evidence }
}

/** AWS itself keeps 100 executions unreserved, so that 100 means that nothing more can be reserved. */
export const concurrencyStarvesAccount = defineCheck({
  id: 'concurrency-starves-account',
  title: 'Reservations leave little to other functions',
  group: 'reliability',
  kind: 'account-settings',
  severity: 'medium',
  severityNote: null,
  why: 'Reserved concurrency is taken from the account’s limit whether it is used or not. Functions without a reservation then share what is left, and are throttled early.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html'],
  needs: ['account-settings'],
  elsewhere: [],
  risks: ['denial-of-service'],
  parameters,
  evaluate,
  remediate: () =>
    inWords(
      'Lower the reservations that are far above the concurrency that is seen, or ask for a higher limit of concurrent executions in Service Quotas.',
    ),
})
