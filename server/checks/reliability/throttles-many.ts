import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isCritical } from './criticality.ts'
import { inWords } from './function-change.ts'
import { notApplicable, pass } from './verdicts.ts'
import { percentOf, shown, tooEarly, weekOf } from './week.ts'

const parameters = z.object({
  maxPercent: z.number().min(0).max(100).default(1).describe('Percent of requests that may be throttled'),
  minThrottles: z
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('Throttles in the week below which it is not judged'),
})

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { maxPercent, minThrottles }: z.output<typeof parameters>,
): Verdict {
  const reserved = valueOr<number | null>(record.reservedConcurrency, null)
  if (reserved === 0) return notApplicable('It is switched off: its reserved concurrency is 0.')
  const week = weekOf(record, around)
  if ('verdict' in week) return week.verdict
  const { invocations7d, throttles7d } = week.activity
  const requests = invocations7d + throttles7d
  const percent = percentOf(throttles7d, requests)
  const evidence = [
    { label: 'Requests', value: String(requests) },
    { label: 'Throttled', value: `${throttles7d} (${shown(percent)})` },
    {
      label: 'Reserved concurrency',
      value: typeof reserved === 'number' ? String(reserved) : 'none or not seen',
    },
  ]
  if (percent <= maxPercent || throttles7d < minThrottles)
    return week.whole ? pass(...evidence) : tooEarly(week)
  const by =
    typeof reserved === 'number'
      ? `its reserved concurrency of ${reserved}`
      : 'the concurrency that it shares'
  return {
    state: 'fail',
    severity: isCritical(record.arn, around) ? 'high' : 'medium',
    summary: `${shown(percent)} of the requests to it were throttled by ${by} in ${week.span}: ${throttles7d} of ${requests}.`,
    evidence,
  }
}

/** Throttled requests are no invocations: both together are what was asked of the function. */
export const throttlesMany = defineCheck({
  id: 'throttles-many',
  title: 'Many requests are throttled',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where the function is labelled as critical.',
  why: 'Callers that wait get an error, events that wait come late or expire. Throttling is what a flood looks like, on this function or on one that shares its pool.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html'],
  needs: ['functions', 'lambda-metrics'],
  elsewhere: [],
  risks: ['denial-of-service'],
  parameters,
  evaluate,
  remediate: () =>
    inWords(
      'Find out which callers or sources brought the requests. Then raise its reserved concurrency, lower what its sources send at once, or ask for a higher limit of the account.',
    ),
})
