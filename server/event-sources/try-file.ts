import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import type { RejectReason } from '#server/domain/trail/reject.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { isRefused, refusalCode } from '#server/store/is-refused.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import type { FileLayout } from './file-layout.ts'

export type TriedFile = { state: 'ok' } | (SourceFailure & { reason: RejectReason })

/** Reads one file, and what is in it cannot stop anything else: a file that the database refuses has failed. */
export async function tryFile(
  layout: Pick<FileLayout, 'read'>,
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  file: { bucket: string; key: string },
  moved?: (db: PoolClient) => Promise<void>,
): Promise<TriedFile> {
  try {
    const read = await layout.read(context, source, call, file, moved)
    return read.state === 'ok' ? read : { ...read, reason: 'unreadable-file' }
  } catch (error) {
    call.signal.throwIfAborted()
    if (!isRefused(error)) throw error
    context.log.error({ err: error, source: source.id, file: file.key }, 'a file could not be stored')
    const message = `s3://${file.bucket}/${file.key} could not be stored (${refusalCode(error)}).`
    return { state: 'failed', permission: '', message, reason: 'not-stored' }
  }
}
