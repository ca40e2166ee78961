import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unseen } from '#server/checks/secrets/verdicts.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ filters, kmsKeyArn }: EventSourceMappingRecord): Verdict {
  if (filters.state === 'absent') return notApplicable('The mapping has no filters.')
  if (kmsKeyArn?.state === 'known') return pass({ label: 'Key', value: kmsKeyArn.value })
  const hidden = unseen('Key of the filters', kmsKeyArn) ?? unseen('Filters', filters)
  if (hidden) return hidden
  return {
    state: 'fail',
    severity: 'low',
    summary: 'The filters of the mapping are encrypted with a key of AWS’s own.',
    evidence: [{ label: 'KMSKeyArn', value: 'not set' }],
  }
}

export const mappingKeyCustomerManaged = defineCheck({
  id: 'mapping-key-customer-managed',
  title: 'Filters encrypted without a key of one’s own',
  group: 'encryption',
  kind: 'event-source-mapping',
  severity: 'low',
  severityNote: null,
  off: 'Lambda encrypts filters with a key of AWS’s own anyway; a key of one’s own is a policy of the organisation.',
  why: 'With a key of one’s own, whoever lists mappings sees the filters only where the key lets them.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption',
  ],
  needs: ['event-source-mappings'],
  elsewhere: ['Cloud Custodian lambda-event-source kms-key'],
  risks: ['insecure-secrets'],
  evaluate,
  remediate: (record) => ({
    text: 'Let Lambda decrypt with the key in its policy (kms:Decrypt for lambda.amazonaws.com), then set the key.',
    cli: `aws lambda update-event-source-mapping ${regionOf(record)} --uuid ${shellWord(record.uuid)} --kms-key-arn "$KMS_KEY_ARN"`,
    cloudformation: properties('AWS::Lambda::EventSourceMapping', { KmsKeyArn: code('!GetAtt Key.Arn') }),
    terraform: argumentsOf('aws_lambda_event_source_mapping', { kms_key_arn: code('aws_kms_key.this.arn') }),
  }),
})
