import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionChange } from './function-change.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

const DEFAULT_SECONDS = 3

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const seconds = valueOr<number | null>(record.timeoutSeconds, null)
  if (seconds === undefined || seconds === null)
    return unknown(unseen('Timeout', record.timeoutSeconds) ?? 'Its timeout is not told.')
  const activity = around.activity(record.arn)
  const timeouts = activity.state === 'known' ? activity.value.timeouts7d : 0
  const evidence = [
    { label: 'Timeout', value: `${seconds} s` },
    ...(timeouts > 0 ? [{ label: 'Timeouts in 7 days', value: String(timeouts) }] : []),
  ]
  if (seconds !== DEFAULT_SECONDS) return pass(...evidence)
  return {
    state: 'fail',
    severity: timeouts > 0 ? 'low' : 'info',
    summary:
      timeouts > 0
        ? `Its timeout is the default of 3 s, and ${timeouts} executions ran into it within 7 days.`
        : 'Its timeout is the default of 3 s: nobody has said how long it may take.',
    evidence,
  }
}

export const timeoutDefault = defineCheck({
  id: 'timeout-default',
  title: 'Timeout left at the default of 3 seconds',
  group: 'reliability',
  kind: 'function',
  severity: 'info',
  severityNote: 'Low where executions ran into it in the last 7 days.',
  why: 'A timeout should come from how long the work takes. The default cuts off calls to slow services, and whoever can make an input slow can make it fail.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html'],
  needs: ['functions'],
  elsewhere: [
    'serverless-rules ES1006',
    'cdk-nag LambdaFunctionDefaultTimeout',
    'sls-dev-tools no-default-timeout',
  ],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Set a timeout somewhat above the longest duration that is seen; where 3 s is right, keep it and mark the finding as accepted. The value 10 is an example.',
      options: '--timeout 10',
      cloudformation: { Timeout: 10 },
      terraform: { timeout: 10 },
    }),
})
