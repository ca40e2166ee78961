import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { type LogObject, listPage, openObject } from '#server/collectors/trail/log-objects.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { makeReject, type Reject } from '#server/domain/trail/reject.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import { type FilePlace, type StoredSource, setFilePlace } from '#server/store/trail-sources.ts'
import type { FileLayout } from './file-layout.ts'
import { type TriedFile, tryFile } from './try-file.ts'

/** A file may arrive after another whose name says that it is younger. */
const LATE_MS = 2 * HOUR_MS
/** Of a bucket in which there is no end of files, what follows is read in the next run. */
const MOST_READ = 20_000
/** Of one account and region; whoever may write to the bucket could think up any number. */
const MOST_ASIDE = 50
/** A file that could not be read or stored in so many runs is given up, if it is the file's fault. */
const GIVE_UP_AFTER = 4

export type Listed = { state: 'ok'; files: number } | SourceFailure

export type Place = { bucket: string; prefix: string; place: FilePlace | undefined; layout: FileLayout }

/** Reads the files of one place (an account and region, or a stream) that are new. One that fails again and again is counted and passed over. */
export async function readPlace(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  { bucket, prefix, place, layout }: Place,
): Promise<Listed> {
  const now = () => new Date(context.clock()).toISOString()
  const backDays = layout.backDays(source.settings)
  const { startAfter, ...begun } = beginOf(layout, prefix, place, { nowMs: context.clock(), backDays })
  let known = begun.known
  const aside: string[] = []
  /** Whether a file that is newer than the one that failed can be read: then it is no matter of permissions in general. */
  let newerIsRead: boolean | undefined
  let token: string | undefined
  let files = 0
  do {
    const page = await listPage(call, { bucket, prefix, startAfter, token })
    if (page.state !== 'ok') return page
    const end = layout.keyAhead(prefix, context.clock())
    for (const { key } of page.objects) {
      if (!layout.isFile(key) || known.read.includes(layout.tailOf(key))) continue
      if (!layout.isTimely(prefix, key, context.clock())) {
        aside.push(key)
        continue
      }
      const next = withRead(layout, known, key, now())
      const moved = (db: PoolClient) => setFilePlace(db, source.id, prefix, next)
      const read = await tryFile(layout, context, source, call, { bucket, key }, moved)
      if (read.state !== 'ok') {
        const failing = { key, tries: known.failing?.key === key ? known.failing.tries + 1 : 1 }
        if (read.reason === 'unreadable-file' && failing.tries >= GIVE_UP_AFTER && newerIsRead === undefined)
          newerIsRead = await isNewerRead(
            layout,
            call,
            { bucket, prefix, key },
            page.objects,
            context.clock(),
          )
        if (!mayPass(read, failing.tries, newerIsRead)) {
          await setFilePlace(context.store.pool, source.id, prefix, { ...known, failing })
          return read
        }
        await passOver(context, source, makeReject(`s3://${bucket}/${key}`, read.reason, read.message), moved)
      }
      known = next
      files += 1
    }
    const isPast = page.objects.some(({ key }) => key > end)
    token = isPast || page.next === token ? undefined : page.next
  } while (token !== undefined && files < MOST_READ)
  await keepLook(context, source, layout, { bucket, prefix, place: { ...known, lookedAt: now() } }, aside)
  return { state: 'ok', files }
}

/**
 * Whether a file that failed is given up. While no newer one can be read either, it waits for a permission or for the
 * network; once one can, what is denied stays denied.
 */
function mayPass(read: Exclude<TriedFile, { state: 'ok' }>, tries: number, newerIsRead = false): boolean {
  if (read.reason === 'not-stored') return tries >= GIVE_UP_AFTER
  return newerIsRead && (read.state === 'denied' || tries >= GIVE_UP_AFTER)
}

/** Whether the newest file of the last day, else of the same page, can be read. */
async function isNewerRead(
  layout: FileLayout,
  call: CallContext,
  { bucket, prefix, key }: { bucket: string; prefix: string; key: string },
  objects: readonly LogObject[],
  nowMs: number,
): Promise<boolean> {
  const page = await listPage(call, { bucket, prefix, startAfter: layout.keyAt(prefix, nowMs - DAY_MS) })
  const listed = [...objects, ...(page.state === 'ok' ? page.objects : [])].map((object) => object.key)
  const newest = listed.findLast((one) => one > key && layout.isTimely(prefix, one, nowMs))
  if (newest === undefined) return false
  const opened = await openObject(call, bucket, newest)
  if (opened.state === 'ok') for await (const _ of opened.body) break
  return opened.state === 'ok'
}

async function passOver(
  { store, clock }: WorkerContext,
  source: StoredSource,
  reject: Reject,
  moved: (db: PoolClient) => Promise<void>,
): Promise<void> {
  const { accountId } = source
  await inTransaction(store.pool, async (db) => {
    await saveRejects(db, [reject], { source: 'file', accountId }, new Date(clock()))
    await moved(db)
  })
}

/** Where listing begins. What an earlier version took for the newest may be a key that AWS never gave. */
function beginOf(
  layout: FileLayout,
  prefix: string,
  place: FilePlace | undefined,
  { nowMs, backDays }: { nowMs: number; backDays: number },
): { known: FilePlace; startAfter: string } {
  const now = new Date(nowMs).toISOString()
  const fromMs = nowMs - backDays * DAY_MS
  if (!place?.newest) {
    const known = place ?? { newest: '', read: [], lookedAt: now, changedAt: now }
    return { known, startAfter: layout.startAt(prefix, fromMs) }
  }
  const newestMs = layout.isTimely(prefix, place.newest, nowMs) ? layout.tailTime(place.newest) : undefined
  if (newestMs !== undefined) return { known: place, startAfter: layout.keyAt(prefix, newestMs - LATE_MS) }
  const beforeMs = Math.min(fromMs, Date.parse(place.changedAt) - LATE_MS)
  return { known: { ...place, newest: '' }, startAfter: layout.startAt(prefix, beforeMs) }
}

/** Keeps what a look at a place showed; of files that are not read for their names, the first are told, each once. */
async function keepLook(
  { store, clock }: WorkerContext,
  source: StoredSource,
  layout: FileLayout,
  { bucket, prefix, place }: { bucket: string; prefix: string; place: FilePlace },
  aside: readonly string[],
): Promise<void> {
  const told = place.aside ?? []
  const fresh = aside.filter((key) => !told.includes(key)).slice(0, Math.max(0, MOST_ASIDE - told.length))
  const rejects = fresh.map((key) => makeReject(`s3://${bucket}/${key}`, 'unknown-format', layout.oddName))
  const accountId = layout.accountOf(prefix) ?? source.accountId
  await inTransaction(store.pool, async (db) => {
    await saveRejects(db, rejects, { source: 'file', accountId }, new Date(clock()))
    await setFilePlace(db, source.id, prefix, { ...place, aside: [...told, ...fresh] })
  })
}

/** With one more file read; names that are no longer listed are forgotten. */
function withRead(layout: FileLayout, known: FilePlace, key: string, at: string): FilePlace {
  const newest = key > known.newest ? key : known.newest
  const fromMs = (layout.tailTime(newest) ?? 0) - LATE_MS
  const read = [...known.read, layout.tailOf(key)].filter(
    (tail) => (layout.tailTime(tail) ?? fromMs) >= fromMs,
  )
  return { ...known, newest, read, lookedAt: at, changedAt: at, failing: undefined }
}
