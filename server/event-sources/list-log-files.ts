import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { listPage } from '#server/collectors/trail/log-objects.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { isLogFile } from '#server/domain/trail-sources/file-notification.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import { bucketSettings } from '#server/domain/trail-sources/source-settings.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
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
  let known: FilePlace = place ?? { newest: '', read: [], lookedAt: now(), changedAt: now() }
  const { backDays } = bucketSettings.parse(source.settings)
  const startAfter = known.newest
    ? keyBefore(known.newest, LATE_MS)
    : `${prefix}${dayOf(context.clock() - backDays * DAY_MS)}`
  let token: string | undefined
  let files = 0
  do {
    const page = await listPage(call, { bucket, prefix, startAfter, token })
    if (page.state !== 'ok') return page
    for (const { key } of page.objects) {
      if (!isLogFile(key) || known.read.includes(tailOf(key))) continue
      const next = withRead(known, key, now())
      const moved = (db: PoolClient) => setFilePlace(db, source.id, prefix, next)
      const read = await readLogFile(context, source, call, { bucket, key }, moved)
      if (read.state !== 'ok') return read
      known = next
      files += 1
    }
    token = page.next === token ? undefined : page.next
  } while (token !== undefined && files < MOST_READ)
  await setFilePlace(context.store.pool, source.id, prefix, { ...known, lookedAt: now() })
  return { state: 'ok', files }
}

const dayOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '/')

/** Names end in YYYYMMDDTHHmmZ_unique.json.gz: what of them tells a file of one account and region from the others. */
const tailOf = (key: string) => /\d{8}T\d{4}Z_[^/]*$/.exec(key)?.[0] ?? key

function timeOf(key: string): number | undefined {
  const [, year, month, day, hour, minute] = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]*$/.exec(key) ?? []
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** The key of a file so much older; the same key where its name tells no time. */
function keyBefore(key: string, ageMs: number): string {
  const timeMs = timeOf(key)
  const [, above, name] = /^(.*\/)\d{4}\/\d{2}\/\d{2}\/([^/]*)\d{8}T\d{4}Z_[^/]*$/.exec(key) ?? []
  if (timeMs === undefined || above === undefined) return key
  const before = new Date(timeMs - ageMs).toISOString()
  const stamp = before.slice(0, 16).replace(/[-:]/g, '')
  return `${above}${dayOf(timeMs - ageMs)}/${name}${stamp}`
}

/** With one more file read; names that are no longer listed are forgotten. */
function withRead(known: FilePlace, key: string, at: string): FilePlace {
  const newest = key > known.newest ? key : known.newest
  const fromMs = (timeOf(newest) ?? 0) - LATE_MS
  const read = [...known.read, tailOf(key)].filter((tail) => (timeOf(tail) ?? fromMs) >= fromMs)
  return { newest, read, lookedAt: at, changedAt: at }
}
