import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate({ sourceType, exists, encrypted, kmsKeyId }: EventSourceRecord): Verdict {
  if (sourceType !== 'sqs') return notApplicable('It is no queue.')
  if (exists.state === 'known' && !exists.value) return notApplicable('The queue exists no more.')
  const hidden = unseen('Encryption of the queue', encrypted)
  if (hidden) return hidden
  if (encrypted.state !== 'known') return unknown('Whether the queue is encrypted is not known.')
  if (encrypted.value)
    return pass({ label: 'Encryption', value: kmsKeyId?.state === 'known' ? kmsKeyId.value : 'SSE-SQS' })
  return {
    state: 'fail',
    severity: 'medium',
    summary: 'Messages lie in the queue unencrypted.',
    evidence: [
      { label: 'KmsMasterKeyId', value: 'not set' },
      { label: 'SqsManagedSseEnabled', value: 'false' },
    ],
  }
}

export const queueUnencrypted = defineCheck({
  id: 'queue-unencrypted',
  title: 'Queue that is not encrypted',
  group: 'encryption',
  kind: 'event-source',
  severity: 'medium',
  severityNote: null,
  why: 'Events hold what customers send, and wait in the queue for up to 14 days. Encryption with a key of SQS’s own costs nothing and needs no permission.',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
  ],
  needs: ['event-sources'],
  elsewhere: [
    'Prowler sqs_queues_server_side_encryption_enabled',
    'Security Hub SQS.1',
    'Checkov CKV_AWS_27',
  ],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch on encryption with the key of SQS; senders and receivers notice nothing.',
    cli: `aws sqs set-queue-attributes ${regionOf(record)} --queue-url "$(aws sqs get-queue-url ${regionOf(record)} --queue-name ${shellWord(record.name)} --query QueueUrl --output text)" --attributes SqsManagedSseEnabled=true`,
    cloudformation: properties('AWS::SQS::Queue', { SqsManagedSseEnabled: true }),
    terraform: argumentsOf('aws_sqs_queue', { sqs_managed_sse_enabled: true }),
  }),
})
