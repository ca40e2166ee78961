import type { Pool, PoolClient } from 'pg'
import { PERIODS_SECONDS, type PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { dropCountsBefore } from './count-events.ts'

type Db = Pool | PoolClient
type Grid = 'day' | 'week' | 'month' | 'year'

const POINT_GRID: Record<PeriodSeconds, Grid> = { 60: 'day', 300: 'week', 3600: 'month', 86400: 'year' }
const EVENT_GRID: Grid = 'week'
const MONDAY_MS = 4 * DAY_MS

/** Start of the grid cell that holds the time, UTC. */
export function cellStart(grid: Grid, timeMs: number): number {
  const date = new Date(timeMs)
  if (grid === 'day') return Math.floor(timeMs / DAY_MS) * DAY_MS
  if (grid === 'week') return Math.floor((timeMs - MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY_MS
  return Date.UTC(date.getUTCFullYear(), grid === 'month' ? date.getUTCMonth() : 0, 1)
}

/** Start of the next cell. */
export function cellEnd(grid: Grid, startMs: number): number {
  const date = new Date(startMs)
  if (grid === 'day') return startMs + DAY_MS
  if (grid === 'week') return startMs + 7 * DAY_MS
  if (grid === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
  return Date.UTC(date.getUTCFullYear() + 1, 0, 1)
}

const made = new WeakMap<object, Set<string>>()

async function ensure(
  db: Db,
  known: Set<string>,
  parent: string,
  grid: Grid,
  timesMs: Iterable<number>,
): Promise<void> {
  for (const startMs of new Set([...timesMs].map((time) => cellStart(grid, time)))) {
    const name = `${parent}_${new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')}`
    if (known.has(name)) continue
    const bounds = [startMs, cellEnd(grid, startMs)].map((ms) => `'${new Date(ms).toISOString()}'`)
    await db.query(
      `SELECT pg_advisory_xact_lock(hashtext($$${name}$$));
       CREATE TABLE IF NOT EXISTS "${name}" PARTITION OF "${parent}" FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`,
    )
    known.add(name)
  }
}

function knownTo(pool: Pool): Set<string> {
  const known = made.get(pool) ?? new Set<string>()
  made.set(pool, known)
  return known
}

/** Makes the partitions that points of this period at these times fall into; cheap when they exist. */
export async function ensurePointPartitions(
  pool: Pool,
  period: PeriodSeconds,
  timesMs: Iterable<number>,
): Promise<void> {
  await ensure(pool, knownTo(pool), `metric_point_${period}`, POINT_GRID[period], timesMs)
}

export async function ensureEventPartitions(pool: Pool, timesMs: Iterable<number>): Promise<void> {
  await ensure(pool, knownTo(pool), 'trail_event', EVENT_GRID, timesMs)
}

export type Retention = { eventDays: number; pointDays: Record<PeriodSeconds, number> }

/** Days kept: raw minutes 15, five minutes 63 (as CloudWatch keeps them), hours and days as many months as are asked for. */
export function retentionOf(eventDays: number, rollupMonths: number): Retention {
  const rollupDays = Math.ceil(rollupMonths * 30.5)
  return { eventDays, pointDays: { 60: 15, 300: 63, 3600: rollupDays, 86400: rollupDays } }
}

async function dropOld(pool: Pool, parent: string, grid: Grid, beforeMs: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass',
    [parent],
  )
  const old = rows.filter(({ name }) => {
    const day = /_(\d{4})(\d{2})(\d{2})$/.exec(name)
    return day && cellEnd(grid, Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]))) <= beforeMs
  })
  for (const { name } of old) {
    await pool.query(`DROP TABLE IF EXISTS "${name}"`)
    made.get(pool)?.delete(name)
  }
  return old.map(({ name }) => name)
}

/** Drops partitions that lie wholly outside the retention; returns their names. */
export async function dropExpiredPartitions(
  pool: Pool,
  retention: Retention,
  nowMs: number,
): Promise<string[]> {
  const eventsFromMs = nowMs - retention.eventDays * DAY_MS
  const dropped = await dropOld(pool, 'trail_event', EVENT_GRID, eventsFromMs)
  await dropCountsBefore(pool, cellStart(EVENT_GRID, eventsFromMs))
  for (const period of PERIODS_SECONDS) {
    const beforeMs = nowMs - retention.pointDays[period] * DAY_MS
    dropped.push(...(await dropOld(pool, `metric_point_${period}`, POINT_GRID[period], beforeMs)))
  }
  return dropped
}
