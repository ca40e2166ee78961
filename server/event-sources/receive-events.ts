import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import {
  deleteMessages,
  MESSAGES_AT_ONCE,
  type QueueMessage,
  receiveMessages,
} from '#server/collectors/trail/queue-messages.ts'
import { makeReject } from '#server/domain/trail/reject.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import { readMessages } from './read-messages.ts'
import { takeIn } from './take-in.ts'

/** Longer than it takes to store a batch; a worker that dies gives its messages back after this. */
const HIDE_SECONDS = 120
/** Received beside each other once a queue turns out to be full. */
const MORE_AT_ONCE = 9
/** A message that the database refused so often is kept aside. */
const POISON_AFTER = 4

export type Round = { state: 'ok'; messages: number } | SourceFailure

/** Waits for messages, stores what is in them, and deletes them after that. */
export async function receiveEvents(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  waitSeconds: number,
): Promise<Round> {
  const received = await receiveAll(call, source.address, waitSeconds)
  if (received.state !== 'ok') return received
  const { messages } = received
  if (messages.length === 0) return { state: 'ok', messages: 0 }
  const stored = await storeAll(context, source, messages)
  const failure = await deleteMessages(call, source.address, stored)
  return failure ?? { state: 'ok', messages: messages.length }
}

async function receiveAll(
  call: CallContext,
  address: string,
  waitSeconds: number,
): Promise<{ state: 'ok'; messages: QueueMessage[] } | SourceFailure> {
  const first = await receiveMessages(call, address, { waitSeconds, hideSeconds: HIDE_SECONDS })
  if (first.state !== 'ok' || first.messages.length < MESSAGES_AT_ONCE) return first
  const more = await Promise.all(
    Array.from({ length: MORE_AT_ONCE }, () =>
      receiveMessages(call, address, { waitSeconds: 0, hideSeconds: HIDE_SECONDS }),
    ),
  )
  const messages = more.flatMap((one) => (one.state === 'ok' ? one.messages : []))
  return { state: 'ok', messages: [...first.messages, ...messages] }
}

/** Stores messages together; where that fails one by one, so that a bad one does not hold up the others. */
async function storeAll(
  context: WorkerContext,
  source: StoredSource,
  messages: readonly QueueMessage[],
): Promise<QueueMessage[]> {
  const store = async (some: readonly QueueMessage[]) => {
    const read = await readMessages(some, source, context.clock)
    await takeIn(context, source, read, { source: 'queue', place: source.address })
  }
  try {
    await store(messages)
    return [...messages]
  } catch (error) {
    if (messages.length === 1 && messages[0]) return keepAside(context, source, messages[0], error)
    context.log.warn({ err: error, source: source.id }, 'a batch was refused: its messages go one by one')
  }
  const stored: QueueMessage[] = []
  for (const message of messages) {
    try {
      await store([message])
      stored.push(message)
    } catch (error) {
      stored.push(...(await keepAside(context, source, message, error)))
    }
  }
  return stored
}

/** Nothing where the message is to come back; rejects where it cannot even be kept aside: the database is gone. */
async function keepAside(
  { store, clock, log }: WorkerContext,
  source: StoredSource,
  message: QueueMessage,
  error: unknown,
): Promise<QueueMessage[]> {
  await store.pool.query('SELECT 1')
  log.error({ err: error, source: source.id, message: message.id }, 'a message could not be stored')
  if (message.receives < POISON_AFTER) return []
  const code = String((error as { code?: unknown }).code ?? 'error')
  const why = `The database refused it ${message.receives} times (${code}).`
  const reject = makeReject(source.address, 'not-stored', why, message.id)
  const origin = { source: 'queue' as const, accountId: source.accountId }
  await saveRejects(store.pool, [reject], origin, new Date(clock()))
  return [message]
}
