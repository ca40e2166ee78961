import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import {
  deleteMessages,
  type QueueMessage,
  receiveMessages,
} from '#server/collectors/trail/queue-messages.ts'
import { asText } from '#server/domain/json.ts'
import { makeReject, type RejectReason } from '#server/domain/trail/reject.ts'
import {
  isLogFile,
  type NamedFile,
  readFileNotification,
} from '#server/domain/trail-sources/file-notification.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { enabledRegionsOf } from '#server/jobs/targets.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import { TRAIL_FILES } from './file-layout.ts'
import type { Round } from './receive-events.ts'
import { takeIn } from './take-in.ts'
import { tryFile } from './try-file.ts'

/** Ten large files one after the other take less. */
const HIDE_SECONDS = 900
/** A file that the database refused so often is kept aside. */
const POISON_AFTER = 4

/** Waits for messages about files, reads the files and stores what is in them, and deletes each message after that. */
export async function receiveFiles(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  waitSeconds: number,
): Promise<Round> {
  const received = await receiveMessages(call, source.address, { waitSeconds, hideSeconds: HIDE_SECONDS })
  if (received.state !== 'ok') return received
  const regions = await enabledRegionsOf(context.store.pool, source.accountId)
  const callIn = (region = source.region) => (regions.includes(region) ? { ...call, region } : call)
  let failure: SourceFailure | undefined
  for (const message of received.messages) {
    const failed = await readFilesOf(context, source, callIn, message)
    failure = failed ?? (await deleteMessages(call, source.address, [message])) ?? failure
  }
  return failure ?? { state: 'ok', messages: received.messages.length }
}

async function readFilesOf(
  context: WorkerContext,
  source: StoredSource,
  /** Clients are kept for each region: a message must not name one that there is not. */
  callIn: (region: string | undefined) => CallContext,
  message: QueueMessage,
): Promise<SourceFailure | undefined> {
  const notification = readFileNotification(message.body)
  const keepAside = (why: string, reason: RejectReason = 'not-a-record') => {
    const rejects = [makeReject(source.address, reason, why)]
    return takeIn(context, source, { records: [], rejects }, { source: 'file', place: source.address })
  }
  if (notification.kind === 'nothing') return undefined
  if (notification.kind === 'unreadable') {
    await keepAside(`${notification.why[0]?.toUpperCase()}${notification.why.slice(1)}.`)
    return undefined
  }
  const isWanted = filesOf(source)
  for (const file of notification.files) {
    if (!isWanted(file)) {
      await keepAside(`A file outside of ${asText(source.settings.files)} is not read.`)
      continue
    }
    if (!isLogFile(file.key)) continue
    const read = await tryFile(TRAIL_FILES, context, source, callIn(file.region), file)
    if (read.state === 'ok') continue
    if (read.reason !== 'not-stored' || message.receives < POISON_AFTER) return read
    await keepAside(read.message, 'not-stored')
  }
  return undefined
}

/** Whoever may write to the queue must not choose what is read. */
function filesOf(source: StoredSource): (file: NamedFile) => boolean {
  const place = parseBucket(asText(source.settings.files) ?? '')
  if (!place) return () => false
  const prefix = place.prefix === '' ? '' : `${place.prefix}/`
  return ({ bucket, key }) => bucket === place.bucket && key.startsWith(prefix)
}
