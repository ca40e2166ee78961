import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unseen } from '#server/checks/secrets/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isTopicUsed } from './topic-users.ts'

function evaluate(record: TopicRecord, around: Surroundings): Verdict {
  const { kmsKeyId } = record
  if (isTopicUsed(record, around) === false)
    return notApplicable('No function subscribes to the topic or sends failed events to it.')
  const hidden = unseen('Encryption of the topic', kmsKeyId)
  if (hidden) return hidden
  if (kmsKeyId.state === 'known') return pass({ label: 'Key', value: kmsKeyId.value })
  return {
    state: 'fail',
    severity: 'low',
    summary: 'Messages of the topic are not encrypted with a KMS key.',
    evidence: [{ label: 'KmsMasterKeyId', value: 'not set' }],
  }
}

export const topicUnencrypted = defineCheck({
  id: 'topic-unencrypted',
  title: 'Topic without server-side encryption',
  group: 'encryption',
  kind: 'topic',
  severity: 'low',
  severityNote: null,
  why: 'Messages wait on SNS’s disks until they are delivered, for hours where a subscriber fails. With a KMS key, who may send and read is decided there as well.',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html'],
  needs: ['topics'],
  elsewhere: [
    'Prowler sns_topics_kms_encryption_at_rest_enabled',
    'Security Hub SNS.1',
    'AWS Config sns-encrypted-kms',
    'Checkov CKV_AWS_26',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Set a key. AWS services such as S3, EventBridge or CloudWatch can only send with a key of your own whose policy lets them: alias/aws/sns stops their messages.',
    cli: `aws sns set-topic-attributes ${regionOf(record)} --topic-arn ${shellWord(record.arn)} --attribute-name KmsMasterKeyId --attribute-value "$KMS_KEY_ID"`,
    cloudformation: properties('AWS::SNS::Topic', { KmsMasterKeyId: 'alias/your-key' }),
    terraform: argumentsOf('aws_sns_topic', { kms_master_key_id: 'alias/your-key' }),
  }),
})
