import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isFifo, queueReaders, setAttributes } from './queue-in-use.ts'
import { pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: EventSourceRecord, around: Surroundings): Verdict {
  const found = queueReaders(record, around)
  if ('verdict' in found) return found.verdict
  const hidden = unseen('Redrive policy', record.deadLetterTargetArn)
  if (hidden) return unknown(hidden)
  const to = valueOr<string | null>(record.deadLetterTargetArn, null) ?? null
  const evidence = [{ label: 'RedrivePolicy', value: to ?? 'not set' }]
  const target = to === null ? undefined : around.find('event-source', to)
  const isGone = target?.state === 'known' && valueOr(target.value.exists, true) === false
  if (to !== null && !isGone) return pass(...evidence)
  const end = isFifo(record)
    ? 'and holds up all messages of its group until it expires'
    : 'until it expires, and is then lost'
  const why = isGone ? `its dead-letter queue ${to} no longer exists` : 'it has no dead-letter queue'
  return {
    state: 'fail',
    severity: isFifo(record) ? 'high' : 'medium',
    summary: `A message that always fails is tried over and over ${end}: ${why}.`,
    evidence,
  }
}

/** Without a redrive policy a failing message comes back until the queue's retention ends. */
export const queueRedriveMissing = defineCheck({
  id: 'queue-redrive-missing',
  title: 'Queue without a dead-letter queue',
  group: 'reliability',
  kind: 'event-source',
  severity: 'medium',
  severityNote: 'High for a FIFO queue, where one failing message holds up its whole group.',
  why: 'A message that the function cannot handle is invoked again and again, costs money each time, and disappears when the retention ends. A dead-letter queue keeps it for people to look at.',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  ],
  needs: ['event-sources', 'event-source-mappings'],
  elsewhere: ['serverless-rules ES6000', 'cdk-nag SQSRedrivePolicy'],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record) => ({
    text: `Name a dead-letter queue${isFifo(record) ? ' (a FIFO queue as well)' : ''}, with five receives or more before a message goes there. Put its ARN in the place of QUEUE_ARN.`,
    cli: setAttributes(record, {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: 'QUEUE_ARN', maxReceiveCount: '5' }),
    }),
    cloudformation: properties('AWS::SQS::Queue', {
      RedrivePolicy: { deadLetterTargetArn: 'QUEUE_ARN', maxReceiveCount: 5 },
    }),
    terraform: argumentsOf('aws_sqs_queue', {
      redrive_policy: code('jsonencode({ deadLetterTargetArn = "QUEUE_ARN", maxReceiveCount = 5 })'),
    }),
  }),
})
