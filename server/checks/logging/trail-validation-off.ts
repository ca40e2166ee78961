import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { judgedElsewhere, namedTrail } from './trail-home.ts'

function evaluate(record: TrailSettingsRecord, around: Surroundings): Verdict {
  const elsewhere = judgedElsewhere(record, around)
  if (elsewhere) return elsewhere
  const hidden = unseen('Log file validation', record.validatesLogFiles)
  if (hidden) return unknown(hidden)
  const isFine = valueOr(record.validatesLogFiles, false) === true
  const evidence = [{ label: 'LogFileValidationEnabled', value: String(isFine) }]
  if (isFine) return pass(...evidence)
  const summary = `Trail ${record.name} does not sign the log files that it delivers.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Source: AWS Foundational Security Best Practices, CloudTrail.4. */
export const trailValidationOff = defineCheck({
  id: 'trail-validation-off',
  title: 'Trail whose logs could be altered unseen',
  group: 'logging',
  kind: 'trail',
  severity: 'low',
  severityNote: null,
  why: 'With validation, CloudTrail signs what it delivers, and a log that was changed or removed afterwards shows. Without it, whoever can write to the bucket can rewrite what happened.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
  ],
  needs: ['trails'],
  elsewhere: [
    'Prowler cloudtrail_log_file_validation_enabled',
    'Security Hub CloudTrail.4',
    'Checkov CKV_AWS_36',
  ],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch log file validation on. It costs nothing, and only what is delivered from then on is signed.',
    cli: `aws cloudtrail update-trail ${namedTrail(record)} --enable-log-file-validation`,
    cloudformation: properties('AWS::CloudTrail::Trail', { EnableLogFileValidation: true }),
    terraform: argumentsOf('aws_cloudtrail', { enable_log_file_validation: true }),
  }),
})
