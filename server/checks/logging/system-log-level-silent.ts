import { defineCheck } from '#server/checks/define-check.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate(record: FunctionRecord): Verdict {
  const hidden = unseen('System log level', record.systemLogLevel)
  if (hidden || !record.systemLogLevel) return unknown(hidden ?? 'Its log level was not seen.')
  const level = valueOr<string | null>(record.systemLogLevel, null)
  if (!level) return notApplicable('Its logs are plain text: Lambda filters no levels of it.')
  const evidence = [{ label: 'SystemLogLevel', value: level }]
  if (level !== 'WARN') return pass(...evidence)
  const summary = 'Lambda leaves out its reports of duration, memory and start: only warnings are kept.'
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Source: Lambda Developer Guide, "Log-level filtering": platform.start and platform.report are of level INFO. */
export const systemLogLevelSilent = defineCheck({
  id: 'system-log-level-silent',
  title: 'Reports of Lambda are left out of the log',
  group: 'logging',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'The report line tells duration, memory and whether an execution timed out. Without it timeouts and lack of memory can hardly be told from errors of the code.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html'],
  needs: ['functions'],
  elsewhere: ['AWS Config lambda-function-system-log-level-check'],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Set the system log level to INFO.',
      options: '--logging-config LogFormat=JSON,SystemLogLevel=INFO',
      cloudformation: { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'INFO' } },
      terraform: { 'logging_config {}': { log_format: 'JSON', system_log_level: 'INFO' } },
    }),
})
