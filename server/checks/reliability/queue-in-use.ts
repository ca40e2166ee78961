import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { mappingsOfSource } from './mappings-of-source.ts'
import { notApplicable, unknown, unseen } from './verdicts.ts'

/** The mappings that read a queue, or the verdict on a queue that no function reads. */
export function queueReaders(
  record: EventSourceRecord,
  around: Surroundings,
): { readers: EventSourceMappingRecord[] } | { verdict: Verdict } {
  if (record.sourceType !== 'sqs') return { verdict: notApplicable('It is no queue.') }
  if (valueOr(record.exists, true) === false) return { verdict: notApplicable('The queue no longer exists.') }
  const mappings = mappingsOfSource(record.arn, record, around)
  if (mappings.state !== 'known')
    return { verdict: unknown(unseen('Event source mappings', mappings) ?? 'They were not seen.') }
  return mappings.value.length > 0
    ? { readers: mappings.value }
    : { verdict: notApplicable('No function reads the queue.') }
}

export const isFifo = ({ name }: EventSourceRecord) => name.endsWith('.fifo')

/** The command that sets attributes of a queue, whose URL it asks for by name. */
export function setAttributes(record: EventSourceRecord, attributes: Record<string, string>): string {
  const region = regionOf(record)
  const url = `"$(aws sqs get-queue-url ${region} --queue-name ${shellWord(record.name)} --query QueueUrl --output text)"`
  return `aws sqs set-queue-attributes ${region} --queue-url ${url} --attributes ${shellWord(JSON.stringify(attributes))}`
}
