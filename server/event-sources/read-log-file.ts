import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { openObject } from '#server/collectors/trail/log-objects.ts'
import { makeReject } from '#server/domain/trail/reject.ts'
import { placeOfLogFile } from '#server/domain/trail-sources/file-notification.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import { readTrailText } from '#server/trail-files/read-trail-text.ts'
import type { TrailBatch } from '#server/trail-files/trail-batch.ts'
import { BrokenOff, NOT_THERE, unbroken } from './opened-file.ts'
import { takeIn } from './take-in.ts'

const BATCH_SIZE = 1000
/** Far more than CloudTrail writes into one file. */
const MAX_BYTES = 1024 ** 3

/** Batches one late, so that the last one is known. */
async function* withLast(
  batches: AsyncIterable<TrailBatch>,
): AsyncGenerator<TrailBatch & { isLast: boolean }> {
  let held: TrailBatch | undefined
  for await (const batch of batches) {
    if (held) yield { ...held, isLast: false }
    held = batch
  }
  if (held) yield { ...held, isLast: true }
}

/**
 * Reads one log file as it comes and stores what is in it, a thousand records at a time; `moved` runs in the transaction
 * of the last of them. One that is gone meanwhile or archived is counted as such, and done with.
 */
export async function readLogFile(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  file: { bucket: string; key: string },
  moved: (db: PoolClient) => Promise<void> = async () => undefined,
): Promise<{ state: 'ok' } | SourceFailure> {
  const place = `s3://${file.bucket}/${file.key}`
  const opened = await openObject(call, file.bucket, file.key)
  if (opened.state === 'gone' || opened.state === 'archived') {
    const reject = makeReject(place, 'unreadable-file', NOT_THERE[opened.state])
    await takeIn(context, source, { records: [], rejects: [reject] }, { source: 'file', place, moved })
    return { state: 'ok' }
  }
  if (opened.state !== 'ok') return opened
  const options = {
    source: 'file' as const,
    clock: context.clock,
    batchSize: BATCH_SIZE,
    maxBytes: MAX_BYTES,
    signal: call.signal,
    ...(placeOfLogFile(file.key) ?? { accountId: source.accountId, region: source.region }),
  }
  try {
    for await (const batch of withLast(readTrailText(unbroken(opened.body), place, options))) {
      call.signal.throwIfAborted()
      const last = batch.isLast ? { moved } : {}
      await takeIn(context, source, batch, { source: 'file', place, ...last })
    }
    return { state: 'ok' }
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error
    return { state: 'failed', permission: 's3:GetObject', message: `GetObject: ${place}: ${error.message}` }
  }
}
