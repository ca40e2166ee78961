import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ sourceType, exists, encrypted, kmsKeyId }: EventSourceRecord): Verdict {
  if (sourceType === 'dynamodb') return pass({ label: 'Encryption', value: 'streams of tables always are' })
  if (sourceType !== 'kinesis') return notApplicable('It is no stream.')
  if (exists.state === 'known' && !exists.value) return notApplicable('The stream exists no more.')
  const hidden = unseen('Encryption of the stream', encrypted)
  if (hidden) return hidden
  if (encrypted.state !== 'known') return unknown('Whether the stream is encrypted is not known.')
  if (encrypted.value)
    return pass({ label: 'Encryption', value: kmsKeyId?.state === 'known' ? kmsKeyId.value : 'KMS' })
  return {
    state: 'fail',
    severity: 'medium',
    summary: 'Records lie in the stream unencrypted.',
    evidence: [{ label: 'EncryptionType', value: 'NONE' }],
  }
}

export const streamUnencrypted = defineCheck({
  id: 'stream-unencrypted',
  title: 'Stream that is not encrypted',
  group: 'encryption',
  kind: 'event-source',
  severity: 'medium',
  severityNote: null,
  why: 'A stream keeps what passes through it for a day up to a year. Unencrypted, it is the weakest place on the way of that data.',
  references: ['https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html'],
  needs: ['event-sources'],
  elsewhere: [
    'Prowler kinesis_stream_encrypted_at_rest',
    'Security Hub Kinesis.1',
    'AWS Config kinesis-stream-encrypted',
    'Checkov CKV_AWS_43',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch on encryption with the key of AWS, alias/aws/kinesis. With a key of your own, producers and functions need kms:GenerateDataKey and kms:Decrypt first.',
    cli: `aws kinesis start-stream-encryption ${regionOf(record)} --stream-name ${shellWord(record.name)} --encryption-type KMS --key-id alias/aws/kinesis`,
    cloudformation: properties('AWS::Kinesis::Stream', {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    }),
    terraform: argumentsOf('aws_kinesis_stream', { encryption_type: 'KMS', kms_key_id: 'alias/aws/kinesis' }),
  }),
})
