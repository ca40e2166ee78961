import type { QueueMessage } from '#server/collectors/trail/queue-messages.ts'
import type { Clock } from '#server/domain/time.ts'
import { makeReject } from '#server/domain/trail/reject.ts'
import { readFileNotification } from '#server/domain/trail-sources/file-notification.ts'
import { readTrailText } from '#server/trail-files/read-trail-text.ts'
import type { Read } from './take-in.ts'

type Place = { address: string; accountId: string; region: string }

/** The records in the messages of an event queue: EventBridge's envelopes, or records as they are. Never throws. */
export async function readMessages(
  messages: readonly QueueMessage[],
  { address, accountId, region }: Place,
  clock: Clock,
): Promise<Read> {
  const read: Read = { records: [], rejects: [] }
  for (const { body } of messages) {
    if (readFileNotification(body).kind === 'files') {
      const why = 'The message names a log file: make this a source of log files.'
      read.rejects.push(makeReject(address, 'not-a-record', why))
      continue
    }
    if (body.trim() === '') {
      read.rejects.push(makeReject(address, 'not-a-record', 'The message is empty.'))
      continue
    }
    // EventBridge names the account that it runs in; a queue's own account stands for records that name none.
    const options = { source: 'queue' as const, clock, accountId, region }
    for await (const { records, rejects } of readTrailText(body, address, options)) {
      read.records.push(...records)
      read.rejects.push(...rejects)
    }
  }
  return read
}
