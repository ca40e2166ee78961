import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unseen } from '#server/checks/secrets/verdicts.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ kmsKeyArn, storedBytes }: LogGroupRecord): Verdict {
  if (kmsKeyArn.state === 'known') return pass({ label: 'Key', value: kmsKeyArn.value })
  if (storedBytes.state === 'known' && storedBytes.value === 0)
    return notApplicable('Nothing has been written to the log group.')
  return (
    unseen('Key of the log group', kmsKeyArn) ?? {
      state: 'fail',
      severity: 'low',
      summary: 'The log is encrypted with a key of AWS’s own.',
      evidence: [{ label: 'kmsKeyId', value: 'not set' }],
    }
  )
}

export const logGroupKeyCustomerManaged = defineCheck({
  id: 'log-group-key-customer-managed',
  title: 'Log encrypted without a key of one’s own',
  group: 'encryption',
  kind: 'log-group',
  severity: 'low',
  severityNote: null,
  off: 'CloudWatch encrypts logs with a key of AWS’s own anyway; a key of one’s own is a policy of the organisation.',
  why: 'With a key of one’s own, whoever may read logs sees these only where the key lets them, and each use is in CloudTrail.',
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  needs: ['log-groups'],
  elsewhere: [
    'Prowler cloudwatch_log_group_kms_encryption_enabled',
    'AWS Config cloudwatch-log-group-encrypted',
    'Checkov CKV_AWS_158',
  ],
  risks: ['inadequate-monitoring', 'insecure-secrets'],
  evaluate,
  remediate: (record) => ({
    text: 'Let CloudWatch Logs use the key in its policy first. What was written before stays under the old key; without access to the new one nothing can be read.',
    cli: `aws logs associate-kms-key ${regionOf(record)} --log-group-name ${shellWord(record.name)} --kms-key-id "$KMS_KEY_ARN"`,
    cloudformation: properties('AWS::Logs::LogGroup', { KmsKeyId: code('!GetAtt Key.Arn') }),
    terraform: argumentsOf('aws_cloudwatch_log_group', { kms_key_id: code('aws_kms_key.this.arn') }),
  }),
})
