import { defineCheck } from '#server/checks/define-check.ts'
import { isProduction } from '#server/checks/reliability/criticality.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const VERBOSE = new Set(['TRACE', 'DEBUG'])

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = unseen('Application log level', record.applicationLogLevel)
  if (hidden || !record.applicationLogLevel) return unknown(hidden ?? 'Its log level was not seen.')
  const level = valueOr<string | null>(record.applicationLogLevel, null)
  if (!level) return notApplicable('Its logs are plain text: Lambda filters no levels of it.')
  const evidence = [{ label: 'ApplicationLogLevel', value: level }]
  if (!VERBOSE.has(level)) return pass(...evidence)
  const production = isProduction(record.arn, around)
  if (production === false) return notApplicable('Its environment is not production.')
  return {
    state: 'fail',
    severity: production ? 'low' : 'info',
    summary: `Everything that it logs down to ${level} is kept${production ? ', in production' : '; no label says which environment it is of'}.`,
    evidence,
  }
}

export const applicationLogLevelVerbose = defineCheck({
  id: 'application-log-level-verbose',
  title: 'Debug logs in production',
  group: 'logging',
  kind: 'function',
  severity: 'low',
  severityNote: 'Informational where no label tells the environment.',
  why: 'Debug messages tend to hold whole events and answers: personal data and tokens that then lie in the log. They also cost by the gigabyte.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html'],
  needs: ['functions'],
  elsewhere: ['AWS Config lambda-function-application-log-level-check', 'cdk-nag LambdaLogLevel'],
  risks: ['improper-exception-handling', 'insecure-secrets'],
  evaluate,
  remediate: (record) =>
    functionChange(record, {
      text: 'Set the level to INFO or higher, and look into the log for what should not be there.',
      options: '--logging-config LogFormat=JSON,ApplicationLogLevel=INFO',
      cloudformation: { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' } },
      terraform: { 'logging_config {}': { log_format: 'JSON', application_log_level: 'INFO' } },
    }),
})
