import type { Pool, PoolClient } from 'pg'
import { changesWithin, type PricedConfig, sharesOf } from '#server/domain/money/config-in-force.ts'
import { isArchitecture } from '#server/domain/money/cost-of.ts'
import { type DayCostParts, dayCost, inTier } from '#server/domain/money/day-cost.ts'
import { tierShare } from '#server/domain/money/tier-share.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { totalCosts } from './cost-totals.ts'
import { type FunctionUse, pieces, usesByDay, usesByPeriod } from './cost-uses.ts'
import { inTransaction } from './in-transaction.ts'
import { configKey, loadPricedConfigs } from './priced-configs.ts'

type CostRow = DayCostParts & { seriesId: number; region: string; dayMs: number }

const monthStart = (ms: number) => Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth(), 1)

function splitKeys(keys: string[]): { regions: string[]; names: string[] } {
  const pairs = keys.map((key) => key.split('\n'))
  return { regions: pairs.map(([region = '']) => region), names: pairs.map(([, name = '']) => name) }
}

const isKept = ({ provisioned }: PricedConfig) => provisioned !== null && provisioned > 0

function rowsOf(uses: FunctionUse[], configs: Map<string, PricedConfig[]>, nowMs: number): CostRow[] {
  const groups = Map.groupBy(uses, (use) => `${use.seriesId} ${floorTo(use.fromMs, DAY_MS)}`)
  return [...groups.values()].flatMap((own) => {
    const [first] = own
    const steps = configs.get(configKey(first?.region ?? '', first?.name ?? '')) ?? []
    const isIdle = own.every((use) => use.requests === 0 && use.durationMs === 0)
    if (!first || (isIdle && !steps.some(isKept))) return []
    const parts = dayCost(first.region, steps, own, nowMs)
    if (isIdle && parts.usd === 0) return []
    return [
      { ...parts, seriesId: first.seriesId, region: first.region, dayMs: floorTo(first.fromMs, DAY_MS) },
    ]
  })
}

const NOTHING = { requests: 0, durationMs: 0, errors: 0, timeouts: 0, received: null }

/** Since when an account has points; undefined: there are none of the account as a whole. */
async function pointsSince(pool: Pool, accountId: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT min(p.at) AS at FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 3600
     WHERE s.account_id = $1 AND s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations'`,
    [accountId],
  )
  return rows[0]?.at?.getTime()
}

/**
 * What is kept ready is paid for without a call too: the times without points, from when on the account has any. Before
 * the first known configuration the first one counts, as for calls.
 */
async function idleUses(
  pool: Pool,
  accountId: string,
  configs: Map<string, PricedConfig[]>,
  uses: FunctionUse[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<FunctionUse[]> {
  const kept = [...configs].filter(([, steps]) => steps.some(isKept))
  if (kept.length === 0) return []
  const { regions, names } = splitKeys(kept.map(([key]) => key))
  const { rows } = await pool.query<{ seriesId: number; region: string; name: string }>(
    `SELECT id AS "seriesId", region, dimension AS name FROM metric_series
     WHERE account_id = $1 AND namespace = 'AWS/Lambda' AND metric = 'Invocations' AND stat = 'Sum'
       AND (region, dimension) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [accountId, regions, names],
  )
  const own = Map.groupBy(uses, (use) => use.seriesId)
  const sinceMs = await pointsSince(pool, accountId)
  return rows.flatMap((row) => {
    const steps = configs.get(configKey(row.region, row.name)) ?? []
    const idle: FunctionUse[] = []
    const fill = (start: number, end: number) => {
      for (let at = start; at < end; at = floorTo(at, DAY_MS) + DAY_MS)
        idle.push({ ...row, ...NOTHING, fromMs: at, toMs: Math.min(end, floorTo(at, DAY_MS) + DAY_MS) })
    }
    let at = Math.max(fromMs, sinceMs ?? steps[0]?.fromMs ?? toMs)
    for (const use of (own.get(row.seriesId) ?? []).toSorted((a, b) => a.fromMs - b.fromMs)) {
      fill(at, use.fromMs)
      at = Math.max(at, use.toMs)
    }
    fill(at, toMs)
    return idle.filter((use) => sharesOf(steps, use.fromMs, use.toMs).some(({ config }) => isKept(config)))
  })
}

/** GB-seconds of the month before a day, by region and architecture. */
async function usedBefore(db: PoolClient, accountId: string, dayMs: number): Promise<Map<string, number>> {
  const { rows } = await db.query<{ key: string; gb: number }>(
    `SELECT s.region || ' ' || d.architecture AS key, sum(d.gb_seconds) AS gb FROM function_cost_day d
     JOIN metric_series s ON s.id = d.series_id
     WHERE s.account_id = $1 AND d.day >= $2 AND d.day < $3 AND d.gb_seconds IS NOT NULL GROUP BY 1`,
    [accountId, new Date(monthStart(dayMs)), new Date(dayMs)],
  )
  return new Map(rows.map((row) => [row.key, row.gb]))
}

function tiered(rows: CostRow[], before: Map<string, number>): CostRow[] {
  const groups = Map.groupBy(rows, (row) => `${row.region} ${row.architecture}`)
  return [...groups].flatMap(([key, own]) => {
    const architecture = own[0]?.architecture ?? null
    if (!isArchitecture(architecture)) return own
    const gbSeconds = own.reduce((sum, row) => sum + (row.gbSeconds ?? 0), 0)
    const share = tierShare(architecture, before.get(key) ?? 0, gbSeconds)
    return own.map((row) => ({ ...row, ...inTier(row, share) }))
  })
}

const COLUMNS = {
  requests: 'requests',
  durationMs: 'duration_ms',
  gbSeconds: 'gb_seconds',
  usd: 'usd',
  requestUsd: 'request_usd',
  computeUsd: 'compute_usd',
  storageUsd: 'storage_usd',
  provisionedUsd: 'provisioned_usd',
  unusedUsd: 'unused_usd',
  errorsUsd: 'errors_usd',
  timeoutsUsd: 'timeouts_usd',
  retriesUsd: 'retries_usd',
  armSavingUsd: 'arm_saving_usd',
} as const
const NUMBERS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
const NAMES = Object.values(COLUMNS)

/** Puts the rows of a day in the place of what was there. */
async function replaceDay(db: PoolClient, accountId: string, dayMs: number, rows: CostRow[]): Promise<void> {
  const ids = rows.map((row) => row.seriesId)
  const texts = NAMES.map((_, i) => `$${i + 6}::float8[]`)
  await db.query(
    `DELETE FROM function_cost_day d USING metric_series s
     WHERE s.id = d.series_id AND s.account_id = $1 AND d.day = $2 AND NOT d.series_id = ANY($3)`,
    [accountId, new Date(dayMs), ids],
  )
  await db.query(
    `INSERT INTO function_cost_day (series_id, day, memory_mb, architecture, gap, ${NAMES.join(', ')})
     SELECT t.id, $1, t.memory_mb, t.architecture, t.gap, ${NAMES.map((name) => `t.${name}`).join(', ')}
     FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], ${texts.join(', ')})
       AS t(id, memory_mb, architecture, gap, ${NAMES.join(', ')})
     ON CONFLICT (day, series_id) DO UPDATE SET (memory_mb, architecture, gap, ${NAMES.join(', ')})
       = (EXCLUDED.memory_mb, EXCLUDED.architecture, EXCLUDED.gap, ${NAMES.map((name) => `EXCLUDED.${name}`).join(', ')})`,
    [
      new Date(dayMs),
      ids,
      rows.map((row) => (row.memoryMb === null ? null : Math.round(row.memoryMb))),
      rows.map((row) => row.architecture),
      rows.map((row) => row.gap),
      ...NUMBERS.map((name) => rows.map((row) => row[name])),
    ],
  )
}

/**
 * Works out from the stored points what each function of an account cost on each UTC day from `fromMs` on, and puts it in the
 * place of what was there: the same points and prices make the same rows. Tiers count from the first of the month.
 */
export async function deriveCostDays(
  pool: Pool,
  accountId: string,
  fromMs: number,
  nowMs: number,
): Promise<void> {
  const startMs = floorTo(fromMs, DAY_MS)
  const configs = await loadPricedConfigs(pool, accountId, new Date(startMs))
  for (const piece of pieces(startMs, nowMs)) {
    const isFine = (steps: PricedConfig[]) =>
      steps.some(isKept) || changesWithin(steps, piece.fromMs, piece.toMs)
    const changed = splitKeys([...configs].filter(([, steps]) => isFine(steps)).map(([key]) => key))
    const span = { ...piece, nowMs }
    const uses = [
      ...(await usesByDay(pool, accountId, span, changed)),
      ...(await usesByPeriod(pool, accountId, span, changed)),
    ]
    const idle = await idleUses(pool, accountId, configs, uses, piece)
    const byDay = Map.groupBy(rowsOf([...uses, ...idle], configs, nowMs), (row) => row.dayMs)
    await inTransaction(pool, async (db) => {
      for (let dayMs = piece.fromMs; dayMs < piece.toMs; dayMs += DAY_MS) {
        const before = await usedBefore(db, accountId, dayMs)
        await replaceDay(db, accountId, dayMs, tiered(byDay.get(dayMs) ?? [], before))
      }
    })
  }
  await totalCosts(pool, accountId, startMs, nowMs)
}
