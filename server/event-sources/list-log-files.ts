import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { type FilePlace, findSource, type StoredSource } from '#server/store/trail-sources.ts'
import { TRAIL_FILES } from './file-layout.ts'
import { filePlaces } from './file-places.ts'
import { type Listed, readPlace } from './read-place.ts'

/** Where nothing came for a day, it is enough to look once an hour. */
const QUIET_AFTER_MS = DAY_MS
const QUIET_PACE_MS = HOUR_MS

/**
 * Reads the files that are new in a bucket, account by account and region by region, from where it got to before. Where
 * one of them fails the others are read; the first failure is told.
 */
export async function listLogFiles(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
): Promise<Listed> {
  const at = parseBucket(source.address)
  if (!at) return { state: 'failed', permission: '', message: 'The address is not s3://bucket/prefix.' }
  const found = await filePlaces(call, at)
  if (found.state !== 'ok') return found
  let files = 0
  let failure: SourceFailure | undefined
  for (const prefix of found.prefixes) {
    call.signal.throwIfAborted()
    const current = await findSource(context.store.pool, source.id)
    if (!current?.enabled) break
    const place = current.cursor.places?.[prefix]
    if (place && isQuiet(place, context.clock())) continue
    const read = await readPlace(context, current, call, {
      bucket: at.bucket,
      prefix,
      place,
      layout: TRAIL_FILES,
    })
    if (read.state === 'ok') files += read.files
    else failure = failure ?? read
  }
  return failure ?? { state: 'ok', files }
}

const isQuiet = ({ lookedAt, changedAt }: FilePlace, nowMs: number) =>
  nowMs - Date.parse(changedAt) > QUIET_AFTER_MS && nowMs - Date.parse(lookedAt) < QUIET_PACE_MS
