import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isCritical } from './criticality.ts'
import { functionChange } from './function-change.ts'
import { pass } from './verdicts.ts'
import { percentOf, shown, tooEarly, weekOf } from './week.ts'

const MOST_SECONDS = 900

const parameters = z.object({
  maxPercent: z.number().min(0).max(100).default(5).describe('Percent of invocations that may time out'),
  minTimeouts: z
    .number()
    .int()
    .min(1)
    .default(5)
    .describe('Timeouts in the week below which it is not judged'),
})

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { maxPercent, minTimeouts }: z.output<typeof parameters>,
): Verdict {
  const week = weekOf(record, around)
  if ('verdict' in week) return week.verdict
  const { invocations7d, timeouts7d } = week.activity
  const percent = percentOf(timeouts7d, invocations7d)
  const seconds = valueOr<number | null>(record.timeoutSeconds, null)
  const evidence = [
    { label: 'Invocations', value: String(invocations7d) },
    { label: 'Timeouts', value: `${timeouts7d} (${shown(percent)})` },
    ...(seconds ? [{ label: 'Timeout', value: `${seconds} s` }] : []),
  ]
  if (percent <= maxPercent || timeouts7d < minTimeouts)
    return week.whole ? pass(...evidence) : tooEarly(week)
  return {
    state: 'fail',
    severity: isCritical(record.arn, around) ? 'high' : 'medium',
    summary: `${shown(percent)} of its invocations ran into the timeout${seconds ? ` of ${seconds} s` : ''} in ${week.span}: ${timeouts7d} of ${invocations7d}.`,
    evidence,
  }
}

export const timeoutsMany = defineCheck({
  id: 'timeouts-many',
  title: 'Many invocations run into the timeout',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where the function is labelled as critical.',
  why: 'An execution that is cut off leaves its work half done, costs its whole timeout and is often tried again. Slow input can also be sent on purpose.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html'],
  needs: ['functions', 'lambda-metrics'],
  elsewhere: ['Trusted Advisor L4dfs2Q3C3', 'Powerpipe lambda_function_excessive_timeout'],
  risks: ['denial-of-service', 'improper-exception-handling'],
  parameters,
  evaluate,
  remediate: (record) => {
    const seconds = Math.min(MOST_SECONDS, 2 * (valueOr<number>(record.timeoutSeconds, 0) || 3))
    return functionChange(record, {
      text: `Find what it waits for: give every call that it makes a timeout of its own, shorter than the function’s. Where the work only takes that long, raise the timeout; ${seconds} s is twice today’s.`,
      options: `--timeout ${seconds}`,
      cloudformation: { Timeout: seconds },
      terraform: { timeout: seconds },
    })
  },
})
