import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { listPage } from '#server/collectors/trail/log-objects.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { makeReject } from '#server/domain/trail/reject.ts'
import { isLogFile, placeOfLogFile } from '#server/domain/trail-sources/file-notification.ts'
import {
  dayFolder,
  isTimelyKey,
  keyAhead,
  keyAt,
  tailOf,
  tailTime,
} from '#server/domain/trail-sources/log-file-key.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import { bucketSettings } from '#server/domain/trail-sources/source-settings.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import { type FilePlace, findSource, type StoredSource, setFilePlace } from '#server/store/trail-sources.ts'
import { filePlaces } from './file-places.ts'
import { readLogFile } from './read-log-file.ts'

/** A file may arrive after another whose name says that it is younger. */
const LATE_MS = 2 * HOUR_MS
/** Where nothing came for a day, it is enough to look once an hour. */
const QUIET_AFTER_MS = DAY_MS
const QUIET_PACE_MS = HOUR_MS
/** Of a bucket in which there is no end of files, what follows is read in the next run. */
const MOST_READ = 20_000
/** Of one account and region; whoever may write to the bucket could think up any number. */
const MOST_ASIDE = 50

export type Listed = { state: 'ok'; files: number } | SourceFailure

/** Reads the files that are new in a bucket, account by account and region by region, from where it got to before. */
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
  for (const prefix of found.prefixes) {
    call.signal.throwIfAborted()
    const current = await findSource(context.store.pool, source.id)
    if (!current?.enabled) break
    const place = current.cursor.places?.[prefix]
    if (place && isQuiet(place, context.clock())) continue
    const read = await readPlace(context, current, call, { bucket: at.bucket, prefix, place })
    if (read.state !== 'ok') return read
    files += read.files
  }
  return { state: 'ok', files }
}

const isQuiet = ({ lookedAt, changedAt }: FilePlace, nowMs: number) =>
  nowMs - Date.parse(changedAt) > QUIET_AFTER_MS && nowMs - Date.parse(lookedAt) < QUIET_PACE_MS

type Place = { bucket: string; prefix: string; place: FilePlace | undefined }

async function readPlace(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  { bucket, prefix, place }: Place,
): Promise<Listed> {
  const now = () => new Date(context.clock()).toISOString()
  const { backDays } = bucketSettings.parse(source.settings)
  const { startAfter, ...begun } = beginOf(prefix, place, { nowMs: context.clock(), backDays })
  let known = begun.known
  const aside: string[] = []
  let token: string | undefined
  let files = 0
  do {
    const page = await listPage(call, { bucket, prefix, startAfter, token })
    if (page.state !== 'ok') return page
    const end = keyAhead(prefix, context.clock())
    for (const { key } of page.objects) {
      if (!isLogFile(key) || known.read.includes(tailOf(key))) continue
      if (!isTimelyKey(prefix, key, context.clock())) {
        aside.push(key)
        continue
      }
      const next = withRead(known, key, now())
      const moved = (db: PoolClient) => setFilePlace(db, source.id, prefix, next)
      const read = await readLogFile(context, source, call, { bucket, key }, moved)
      if (read.state !== 'ok') return read
      known = next
      files += 1
    }
    const isPast = page.objects.some(({ key }) => key > end)
    token = isPast || page.next === token ? undefined : page.next
  } while (token !== undefined && files < MOST_READ)
  await keepLook(context, source, { bucket, prefix, place: { ...known, lookedAt: now() } }, aside)
  return { state: 'ok', files }
}

/** Where listing begins. What an earlier version took for the newest may be a key that CloudTrail never gave. */
function beginOf(
  prefix: string,
  place: FilePlace | undefined,
  { nowMs, backDays }: { nowMs: number; backDays: number },
): { known: FilePlace; startAfter: string } {
  const now = new Date(nowMs).toISOString()
  const fromMs = nowMs - backDays * DAY_MS
  if (!place?.newest) {
    const known = place ?? { newest: '', read: [], lookedAt: now, changedAt: now }
    return { known, startAfter: `${prefix}${dayFolder(fromMs)}` }
  }
  const newestMs = isTimelyKey(prefix, place.newest, nowMs) ? tailTime(place.newest) : undefined
  if (newestMs !== undefined) return { known: place, startAfter: keyAt(prefix, newestMs - LATE_MS) }
  const beforeMs = Math.min(fromMs, Date.parse(place.changedAt) - LATE_MS)
  return { known: { ...place, newest: '' }, startAfter: `${prefix}${dayFolder(beforeMs)}` }
}

/** Keeps what a look at a place showed; of files that are not read for their names, the first are told, each once. */
async function keepLook(
  { store, clock }: WorkerContext,
  source: StoredSource,
  { bucket, prefix, place }: { bucket: string; prefix: string; place: FilePlace },
  aside: readonly string[],
): Promise<void> {
  const told = place.aside ?? []
  const fresh = aside.filter((key) => !told.includes(key)).slice(0, Math.max(0, MOST_ASIDE - told.length))
  const why = 'Its name is none that CloudTrail gives to a log file of this account, region and time.'
  const rejects = fresh.map((key) => makeReject(`s3://${bucket}/${key}`, 'unknown-format', why))
  const accountId = placeOfLogFile(prefix)?.accountId ?? source.accountId
  await inTransaction(store.pool, async (db) => {
    await saveRejects(db, rejects, { source: 'file', accountId }, new Date(clock()))
    await setFilePlace(db, source.id, prefix, { ...place, aside: [...told, ...fresh] })
  })
}

/** With one more file read; names that are no longer listed are forgotten. */
function withRead(known: FilePlace, key: string, at: string): FilePlace {
  const newest = key > known.newest ? key : known.newest
  const fromMs = (tailTime(newest) ?? 0) - LATE_MS
  const read = [...known.read, tailOf(key)].filter((tail) => (tailTime(tail) ?? fromMs) >= fromMs)
  return { ...known, newest, read, lookedAt: at, changedAt: at }
}
