import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isCritical } from './criticality.ts'
import { pass } from './verdicts.ts'
import { percentOf, shown, tooEarly, weekOf } from './week.ts'

const parameters = z.object({
  maxPercent: z.number().min(0).max(100).default(10).describe('Percent of invocations that may fail'),
  minErrors: z.number().int().min(1).default(10).describe('Errors in the week below which it is not judged'),
})

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { maxPercent, minErrors }: z.output<typeof parameters>,
): Verdict {
  const week = weekOf(record, around)
  if ('verdict' in week) return week.verdict
  const { invocations7d, errors7d } = week.activity
  const percent = percentOf(errors7d, invocations7d)
  const evidence = [
    { label: 'Invocations', value: String(invocations7d) },
    { label: 'Errors', value: `${errors7d} (${shown(percent)})` },
  ]
  if (percent <= maxPercent || errors7d < minErrors) return week.whole ? pass(...evidence) : tooEarly(week)
  return {
    state: 'fail',
    severity: isCritical(record.arn, around) ? 'high' : 'medium',
    summary: `${shown(percent)} of its invocations failed in ${week.span}: ${errors7d} of ${invocations7d}.`,
    evidence,
  }
}

export const errorsHigh = defineCheck({
  id: 'errors-high',
  title: 'Many invocations fail',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where the function is labelled as critical.',
  why: 'A function that fails all the time hides the day when it fails for a new reason, and its retries are paid for. Failing input can also be somebody trying things out.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'],
  needs: ['functions', 'lambda-metrics'],
  elsewhere: ['Trusted Advisor L4dfs2Q3C2', 'Powerpipe lambda_function_high_error_rate'],
  risks: ['improper-exception-handling', 'denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) => {
    const group = valueOr<string>(record.logGroup, '') || `/aws/lambda/${record.name}`
    return {
      text: 'Look at what it logs when it fails, and at what changed before the errors began.',
      cli: `aws logs tail ${shellWord(group)} ${regionOf(record)} --since 1h --filter-pattern '?ERROR ?Exception ?"Task timed out"'`,
      cloudformation: null,
      terraform: null,
    }
  },
})
