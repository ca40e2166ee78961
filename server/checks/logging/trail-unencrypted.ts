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
  const hidden = unseen('KMS key', record.kmsKeyArn)
  if (hidden) return unknown(hidden)
  const key = valueOr<string | null>(record.kmsKeyArn, null)
  const isFine = Boolean(key)
  const evidence = [{ label: 'KmsKeyId', value: key ?? 'not set' }]
  if (isFine) return pass(...evidence)
  const summary = `Trail ${record.name} writes its logs with the key of S3, which everyone who may read the bucket can use.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** Source: AWS Foundational Security Best Practices, CloudTrail.2. */
export const trailUnencrypted = defineCheck({
  id: 'trail-unencrypted',
  title: 'Trail without a key of your own',
  group: 'logging',
  kind: 'trail',
  severity: 'low',
  severityNote: null,
  why: 'Logs of a trail tell who works here and how. With a KMS key of your own, reading them needs a permission on the key as well as on the bucket.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html',
  ],
  needs: ['trails'],
  elsewhere: ['Prowler cloudtrail_kms_encryption_enabled', 'Security Hub CloudTrail.2', 'Checkov CKV_AWS_35'],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Name a KMS key whose policy lets CloudTrail encrypt, and those who read the logs decrypt. Put its ARN in the place of KEY_ARN.',
    cli: `aws cloudtrail update-trail ${namedTrail(record)} --kms-key-id KEY_ARN`,
    cloudformation: properties('AWS::CloudTrail::Trail', { KMSKeyId: 'KEY_ARN' }),
    terraform: argumentsOf('aws_cloudtrail', { kms_key_id: 'KEY_ARN' }),
  }),
})
