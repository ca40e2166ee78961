import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { queueReaders, setAttributes } from './queue-in-use.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

const parameters = z.object({
  minReceives: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('Receives that a message should have at least'),
})

function evaluate(
  record: EventSourceRecord,
  around: Surroundings,
  { minReceives }: z.output<typeof parameters>,
): Verdict {
  const found = queueReaders(record, around)
  if ('verdict' in found) return found.verdict
  const hidden = unseen('Redrive policy', record.maxReceiveCount)
  if (hidden) return unknown(hidden)
  const receives = valueOr<number | null>(record.maxReceiveCount, null)
  if (receives === null || receives === undefined) return notApplicable('The queue has no dead-letter queue.')
  const evidence = [{ label: 'maxReceiveCount', value: String(receives) }]
  if (receives >= minReceives) return pass(...evidence)
  const summary = `After ${receives} ${receives === 1 ? 'receive' : 'receives'} a message goes to the dead-letter queue: throttling alone can send good messages there.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const queueReceiveCountLow = defineCheck({
  id: 'queue-receive-count-low',
  title: 'Few receives before the dead-letter queue',
  group: 'reliability',
  kind: 'event-source',
  severity: 'low',
  severityNote: null,
  why: 'Each throttled try counts as a receive, though the function never saw the message. With fewer than five receives a short spike moves good messages into the dead-letter queue.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'],
  needs: ['event-sources', 'event-source-mappings'],
  elsewhere: [],
  risks: ['denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) => {
    const deadLetterTargetArn = valueOr<string>(record.deadLetterTargetArn, '') || 'QUEUE_ARN'
    return {
      text: 'Let a message be received five times or more before it goes to the dead-letter queue; keep the target of the redrive policy as it is.',
      cli: setAttributes(record, {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '5' }),
      }),
      cloudformation: properties('AWS::SQS::Queue', {
        RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 5 },
      }),
      terraform: null,
    }
  },
})
