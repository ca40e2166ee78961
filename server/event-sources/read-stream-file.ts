import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import { ACCOUNT_METRICS, FUNCTION_METRICS } from '#server/collectors/lambda-series.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { openObject } from '#server/collectors/trail/log-objects.ts'
import {
  readMetricLine,
  type StreamedMetric,
  whyNoStream,
} from '#server/domain/metrics/stream/read-metric-line.ts'
import { streamSeries } from '#server/domain/metrics/stream/stream-points.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { makeReject, type Reject, type RejectReason } from '#server/domain/trail/reject.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { saveFeeds } from '#server/store/metric-feeds.ts'
import { type PointsOf, rollUpPoints } from '#server/store/roll-up-points.ts'
import { type SeriesPoints, savePoints } from '#server/store/save-points.ts'
import { saveRejects } from '#server/store/save-rejects.ts'
import { countReceived, type StoredSource } from '#server/store/trail-sources.ts'
import { jsonLines } from '#server/trail-files/json-lines.ts'
import { BrokenOff, NOT_THERE, unbroken } from './opened-file.ts'

const BATCH_SIZE = 20_000
/** Firehose writes at most 128 MB into one file; packed, it may hold some times as much. */
const MOST_BYTES = 1024 ** 3
const METRICS: ReadonlySet<string> = new Set([
  ...Object.keys(FUNCTION_METRICS),
  ...Object.keys(ACCOUNT_METRICS),
])
const WANTED = { ofFunction: FUNCTION_METRICS, ofAccount: ACCOUNT_METRICS }
/** The rolling up looks so far back by itself. */
const ROLLED_UP_MS = HOUR_MS - 10 * MINUTE_MS

/** Rejects are counted by what they are; of a file with more kinds than these, the rest is counted together. */
const MOST_DETAILS = 100

/** What was read of a file so far and is not stored yet: as large as its metrics, however much else the file holds. */
class Batch {
  metrics: StreamedMetric[] = []
  readonly #rejects = new Map<string, Reject & { count: number }>()

  get rejects(): Reject[] {
    return [...this.#rejects.values()]
  }

  reject(place: string, reason: RejectReason, detail: string): void {
    const isNamed = this.#rejects.size < MOST_DETAILS || this.#rejects.has(`${reason} ${detail}`)
    const what = isNamed ? detail : 'Of many kinds, of which the first are named.'
    const known = this.#rejects.get(`${reason} ${what}`)
    if (known) known.count += 1
    else this.#rejects.set(`${reason} ${what}`, { ...makeReject(place, reason, what), count: 1 })
  }
}

/** Whose minutes came so late that they have to be rolled up, those of about the same age together. */
class Late {
  readonly #days = new Map<
    string,
    { fromMs: number; accountId: string; region: string; names: Set<string> }
  >()
  readonly #nowMs: number

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  add({ accountId, region, dimension, atMs }: StreamedMetric): void {
    if (this.#nowMs - atMs <= ROLLED_UP_MS) return
    const id = `${accountId} ${region} ${Math.floor(atMs / DAY_MS)}`
    const day = this.#days.get(id) ?? { fromMs: atMs, accountId, region, names: new Set() }
    this.#days.set(id, day)
    day.fromMs = Math.min(day.fromMs, atMs)
    day.names.add(dimension)
  }

  spans(): { fromMs: number; of: PointsOf }[] {
    return [...this.#days.values()].map(({ fromMs, accountId, region, names }) => ({
      fromMs,
      of: { accountId, region, dimensions: [...names] },
    }))
  }
}

async function watchedIds(context: WorkerContext): Promise<Set<string>> {
  const { rows } = await context.store.pool.query<{ id: string }>('SELECT id FROM aws_account WHERE enabled')
  return new Set(rows.map(({ id }) => id))
}

async function store(
  context: WorkerContext,
  source: StoredSource,
  { metrics, rejects }: Batch,
  moved?: (db: PoolClient) => Promise<void>,
): Promise<void> {
  const { pool } = context.store
  const now = new Date(context.clock())
  const series = streamSeries(metrics, WANTED).map((one): SeriesPoints => ({ ...one, periodSeconds: 60 }))
  const newestMs = metrics.reduce((newest, { atMs }) => Math.max(newest, atMs), 0)
  const received = {
    records: metrics.length,
    newestAt: newestMs > 0 ? new Date(newestMs) : null,
    lagMs: newestMs > 0 ? now.getTime() - newestMs : null,
  }
  await savePoints(pool, series, async (db) => {
    await saveFeeds(db, source.id, metrics, { wanted: METRICS, now })
    await saveRejects(db, rejects, { source: 'file', accountId: source.accountId }, now)
    await countReceived(db, source.id, received, now)
    await moved?.(db)
  })
}

/**
 * Reads one file of a metric stream and stores its minutes by upsert; `moved` runs in the transaction of the last of them.
 * What is of other namespaces, units, accounts or times is counted with the reason.
 */
export async function readStreamFile(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
  file: { bucket: string; key: string },
  moved?: (db: PoolClient) => Promise<void>,
): Promise<{ state: 'ok' } | SourceFailure> {
  const place = `s3://${file.bucket}/${file.key}`
  const opened = await openObject(call, file.bucket, file.key)
  let batch = new Batch()
  const say = (reason: RejectReason, detail: string, at = place) => batch.reject(at, reason, detail)
  if (opened.state === 'gone' || opened.state === 'archived') {
    say('unreadable-file', NOT_THERE[opened.state])
    await store(context, source, batch, moved)
    return { state: 'ok' }
  }
  if (opened.state !== 'ok') return opened
  const nowMs = context.clock()
  const watched = await watchedIds(context)
  const late = new Late(nowMs)
  try {
    const lines = jsonLines(unbroken(opened.body), { say, refuse: whyNoStream, mostBytes: MOST_BYTES })
    for await (const line of lines) {
      call.signal.throwIfAborted()
      const read = readMetricLine(line, nowMs)
      // One row for each reason and detail, not for each file.
      if (read.kind === 'reject') say(read.reason, read.detail, source.address)
      if (read.kind !== 'metric') continue
      if (!watched.has(read.metric.accountId)) {
        say('unknown-account', `Account ${read.metric.accountId} is not watched.`, source.address)
        continue
      }
      late.add(read.metric)
      batch.metrics.push(read.metric)
      if (batch.metrics.length < BATCH_SIZE) continue
      await store(context, source, batch)
      batch = new Batch()
    }
    await store(context, source, batch, moved)
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error
    return { state: 'failed', permission: 's3:GetObject', message: `GetObject: ${place}: ${error.message}` }
  }
  for (const span of late.spans())
    await rollUpPoints(context.store.pool, nowMs, { periodSeconds: 60, ...span })
  return { state: 'ok' }
}
