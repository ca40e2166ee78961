import type { CallContext } from '#server/aws/call.ts'
import { engineOf, type HistoryEngine } from '#server/collectors/trail/history-engine.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { MAX_RESULTS } from '#server/domain/trail-sources/history-filter.ts'
import type { QueryStatus } from '#server/domain/trail-sources/query-price.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import {
  dropFound,
  endQuery,
  findHistoryQuery,
  type StoredQuery,
  saveFound,
  setQueryRunning,
  setQueryScanned,
} from '#server/store/history-queries.ts'
import { findSource, setSourceStatus } from '#server/store/trail-sources.ts'
import { estimateQuery } from './history-estimate.ts'
import { pause } from './pause.ts'
import { countSourceSpend, sourceCall } from './source-call.ts'

type End = { status: QueryStatus; text?: string }
type Asking = { call: CallContext; source: TrailSource; engine: HistoryEngine }

/**
 * Asks one question about the past and keeps what it finds: from the beginning, or from where a worker that stopped had
 * got to. Ends it at AWS when it was cancelled here, or has read more than it may.
 */
export async function askHistory(
  context: WorkerContext,
  queryId: string,
  signal: AbortSignal,
  pollMs = 2000,
): Promise<void> {
  const { pool } = context.store
  const query = await findHistoryQuery(pool, queryId)
  const source = query && (await findSource(pool, query.sourceId))
  const engine = source && engineOf(source)
  if (!query || !source || !engine || (query.status !== 'queued' && query.status !== 'running')) return
  const now = () => new Date(context.clock())
  const way = await sourceCall(context, source, signal)
  const end =
    way.state === 'ok'
      ? await ask(context, query, { call: way.call, source, engine }, pollMs)
      : { status: 'failed' as const, text: way.message, failure: way }
  if (way.state === 'ok') await countSourceSpend(context, source, way.call)
  if ('failure' in end && end.failure)
    await setSourceStatus(pool, source.id, { status: end.failure.state, text: end.text }, now())
  else if (end.status === 'done') await setSourceStatus(pool, source.id, { status: 'ok' }, now())
  await endQuery(pool, queryId, end, now())
}

type Ended = End & { failure?: { state: 'denied' | 'failed' } }

async function ask(
  context: WorkerContext,
  query: StoredQuery,
  asking: Asking,
  pollMs: number,
): Promise<Ended> {
  const { pool } = context.store
  const { call, source, engine } = asking
  const started = query.remoteId ? { state: 'ok' as const, id: query.remoteId } : await start(query, asking)
  if ('status' in started) return started
  if (started.state !== 'ok') return { status: 'failed', text: started.message, failure: started }
  await setQueryRunning(pool, query.id, started.id)
  for (;;) {
    const told = await engine.progress(call, source, started.id)
    if (told.state !== 'ok') return { status: 'failed', text: told.message, failure: told }
    const scanned = told.scannedBytes ?? 0
    if (told.scannedBytes !== null) await setQueryScanned(pool, query.id, scanned)
    if (told.phase === 'done') return readFound(context, query, asking, started.id)
    if (told.phase !== 'running') return { status: told.phase, text: told.text }
    const current = await findHistoryQuery(pool, query.id)
    if (current?.status !== 'running') {
      await engine.cancel(call, source, started.id)
      return { status: 'cancelled' }
    }
    if (scanned > query.budgetBytes) {
      const failure = await engine.cancel(call, source, started.id)
      const text = failure
        ? `It read more than it may, and could not be stopped: ${failure.message}`
        : 'It was stopped when it had read more than it may.'
      return { status: 'over-budget', text }
    }
    await pause(pollMs, call.signal)
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

async function start(query: StoredQuery, { call, source, engine }: Asking) {
  const estimate = await estimateQuery(call, source, query.filter)
  if (estimate && estimate.state !== 'ok') return estimate
  if (estimate && estimate.bytes > query.budgetBytes) {
    const { bytes, isLeast } = estimate
    const text = `It was not run: the files are ${isLeast ? 'at least ' : ''}${megabytes(bytes)}, and ${megabytes(query.budgetBytes)} may be read.`
    return { status: 'over-budget' as const, text }
  }
  return engine.start(call, source, query.filter, query.id)
}

async function readFound(
  context: WorkerContext,
  query: StoredQuery,
  { call, source, engine }: Asking,
  remoteId: string,
): Promise<Ended> {
  const { pool } = context.store
  await dropFound(pool, query.id)
  let found = 0
  let unreadable = 0
  let token: string | undefined
  do {
    const page = await engine.page(call, source, remoteId, token)
    if (page.state !== 'ok') return { status: 'failed', text: page.message, failure: page }
    const records = page.records
      .map((raw) => readRawRecord(raw, { ...placeOf(raw, source), source: 'history' }))
      .filter((record): record is TrailRecord => record !== undefined)
    unreadable += page.unreadable + page.records.length - records.length
    await saveFound(pool, query.id, found, records)
    found += records.length
    token = page.next === token ? undefined : page.next
  } while (token !== undefined && found < MAX_RESULTS)
  const more = found >= MAX_RESULTS ? `There are more than the ${MAX_RESULTS} newest, which are here. ` : ''
  const odd = unreadable > 0 ? `${unreadable} rows were no records.` : ''
  return { status: 'done', text: `${more}${odd}`.trim() }
}

function placeOf(raw: Record<string, unknown>, { accountId, region }: TrailSource) {
  const said = raw.recipientAccountId
  return { accountId: typeof said === 'string' && /^\d{12}$/.test(said) ? said : accountId, region }
}
