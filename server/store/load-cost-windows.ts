import type { Pool } from 'pg'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { configAt, type PricedConfig } from '#server/domain/money/config-in-force.ts'
import { costOf, isCost } from '#server/domain/money/cost-of.ts'
import type { AccountCostWindow, FunctionCostWindow, Mover } from '#server/domain/money/cost-window.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { circlesOf } from './function-circles.ts'
import { configKey, loadPricedConfigs } from './priced-configs.ts'
import { queryRows, type Sql, sql } from './sql.ts'
import { usualCostHours } from './usual-cost-hours.ts'

const FINE_MS = 5 * MINUTE_MS
const LATELY_MS = 45 * MINUTE_MS
const FINE_DAYS = 8
const HOUR_DAYS = 28
/** A function that costs less a day than this, and has no alert, is not looked at closer. */
const DEAR_PER_DAY = 5
const TIMES_AVERAGE = 1.5
const MOST_FUNCTIONS = 100
const COST_RULES = ['cost-spike', 'denial-of-wallet', 'recursion-loop']

type Place = { region: string; name: string }

/** Sums by five minutes: those of five minutes and, where it was polled by the minute, the minutes after them. */
function fineSums(from: Date): Sql {
  return sql`LATERAL (
    SELECT p.at, p.value FROM metric_point p WHERE p.series_id = s.id AND p.period_seconds = 300 AND p.at >= ${from}
    UNION ALL
    SELECT date_bin('5 minutes', m.at, '2000-01-01Z'), sum(m.value) FROM metric_point m
    WHERE m.series_id = s.id AND m.period_seconds = 60 AND m.at >= coalesce((SELECT max(p.at) + interval '5 minutes' FROM metric_point p
      WHERE p.series_id = s.id AND p.period_seconds = 300 AND p.at >= ${from}), ${from}) GROUP BY 1) p`
}

type Since = { at: Date; isHours: boolean }
type SeriesRow = Place & { metric: string; points: [number, number][] }

function readSums(
  pool: Pool,
  accountId: string,
  metrics: string[],
  from: Since,
  where: Sql,
): Promise<SeriesRow[]> {
  const hours = sql`LATERAL (SELECT p.at, p.value FROM metric_point p WHERE p.series_id = s.id AND p.period_seconds = 3600 AND p.at >= ${from.at}) p`
  return queryRows<SeriesRow>(
    pool,
    sql`SELECT s.region, s.dimension AS name, s.metric,
        json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) AS points
      FROM metric_series s, ${from.isHours ? hours : fineSums(from.at)}
      WHERE s.account_id = ${accountId} AND s.namespace = 'AWS/Lambda' AND s.stat = 'Sum' AND s.metric = ANY(${metrics}::text[]) AND ${where}
      GROUP BY s.id`,
  )
}
/** USD of each period, at the configuration that was in force in it; undefined where a part has no price. */
function costPoints(
  region: string,
  steps: readonly PricedConfig[],
  calls: Points,
  durations: Points,
): Points | undefined {
  const spent = new Map(durations)
  const points: [number, number][] = []
  for (const [at, requests] of calls) {
    const config = configAt(steps, at)
    const cost = costOf({
      region,
      architecture: config?.architecture ?? null,
      memoryMb: config?.memoryMb ?? null,
      ephemeralMb: config?.ephemeralMb ?? null,
      requests: Math.max(0, requests),
      durationMs: Math.max(0, spent.get(at) ?? 0),
    })
    if (!isCost(cost)) return undefined
    points.push([at, cost.usd])
  }
  return points
}

type Lately = Place & { fine: Points; perHour: number; dropped: boolean }

async function functionsLately(pool: Pool, accountId: string, nowMs: number): Promise<Lately[]> {
  const from = { at: new Date(floorTo(nowMs - LATELY_MS, FINE_MS)), isHours: false }
  const wanted = ['Invocations', 'Duration', 'RecursiveInvocationsDropped']
  const active = sql`s.dimension <> '' AND s.last_point_at >= ${from.at}`
  const rows = await readSums(pool, accountId, wanted, from, active)
  const configs = await loadPricedConfigs(pool, accountId, from.at)
  return [...Map.groupBy(rows, (row) => configKey(row.region, row.name))].map(([key, own]) => {
    const of = (metric: string) => own.find((row) => row.metric === metric)?.points ?? []
    const { region = '', name = '' } = own[0] ?? {}
    const fine = costPoints(region, configs.get(key) ?? [], of('Invocations'), of('Duration')) ?? []
    const newest = fine.filter(([at]) => at >= nowMs - 20 * MINUTE_MS).map(([, usd]) => usd)
    const dropped = of('RecursiveInvocationsDropped').some(([, value]) => value > 0)
    return { region, name, fine, perHour: Math.max(0, ...newest) * 12, dropped }
  })
}

/** USD a day of the last week, by function. */
async function averages(pool: Pool, accountId: string, nowMs: number): Promise<Map<string, number>> {
  const today = floorTo(nowMs, DAY_MS)
  const { rows } = await pool.query<Place & { usd: number }>(
    `SELECT s.region, s.dimension AS name, sum(d.usd) / 7 AS usd FROM function_cost_day d JOIN metric_series s ON s.id = d.series_id
     WHERE s.account_id = $1 AND d.day >= $2 AND d.day < $3 AND d.usd IS NOT NULL GROUP BY 1, 2`,
    [accountId, new Date(today - 7 * DAY_MS), new Date(today)],
  )
  return new Map(rows.map((row) => [configKey(row.region, row.name), row.usd]))
}

async function alerted(pool: Pool, accountId: string): Promise<Set<string>> {
  const { rows } = await pool.query<Place>(
    `SELECT region, resource_name AS name FROM alert
     WHERE account_id = $1 AND rule_id = ANY($2) AND state <> 'resolved' AND resource_name IS NOT NULL`,
    [accountId, COST_RULES],
  )
  return new Set(rows.map((row) => configKey(row.region, row.name)))
}

type Facts = Place & {
  id: number
  arn: string
  reach: string | null
  firstSeen: Date
  changedAt: Date | null
  actor: string | null
}

async function factsOf(pool: Pool, accountId: string, places: Place[]): Promise<Map<string, Facts>> {
  const { rows } = await pool.query<Facts>(
    `SELECT r.region, r.name, r.id, r.arn, r.derived->>'reach' AS reach, r.first_seen_at AS "firstSeen", v.valid_from AS "changedAt", v.actor
     FROM resource r LEFT JOIN LATERAL (SELECT valid_from, actor FROM resource_version v WHERE v.resource_id = r.id
       AND v.valid_from > r.first_seen_at ORDER BY valid_from DESC LIMIT 1) v ON TRUE
     WHERE r.account_id = $1 AND r.kind = 'function' AND (r.region, r.name) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [accountId, places.map((place) => place.region), places.map((place) => place.name)],
  )
  return new Map(rows.map((row) => [configKey(row.region, row.name), row]))
}

/** Since when the account has points, and when its functions were first listed. */
async function beginnings(
  pool: Pool,
  accountId: string,
): Promise<{ pointsMs: number | null; listedMs: number }> {
  const { rows } = await pool.query<{ points: Date | null; listed: Date | null }>(
    `SELECT (SELECT min(p.at) FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = 3600
         WHERE s.account_id = $1 AND s.dimension = '' AND s.metric = 'Invocations') AS points,
       (SELECT min(first_seen_at) FROM resource WHERE account_id = $1 AND kind = 'function') AS listed`,
    [accountId],
  )
  const [row] = rows
  return { pointsMs: row?.points?.getTime() ?? null, listedMs: row?.listed?.getTime() ?? 0 }
}

async function polledUntil(pool: Pool, accountId: string): Promise<Map<string, number | null>> {
  const { rows } = await pool.query<{ region: string; until: string | null }>(
    `SELECT region, cursor->>'functionsUntil' AS until FROM collector_cursor WHERE collector = 'poll-metrics' AND account_id = $1`,
    [accountId],
  )
  return new Map(rows.map((row) => [row.region, row.until ? Date.parse(row.until) : null]))
}

/** Functions whose hours of the past were fetched. */
async function backfilled(pool: Pool, accountId: string): Promise<Set<string>> {
  const { rows } = await pool.query<Place>(
    `SELECT c.region, f.name FROM collector_cursor c, jsonb_array_elements_text(c.cursor->'functions') AS f(name)
     WHERE c.collector = 'backfill-metrics' AND c.account_id = $1`,
    [accountId],
  )
  return new Set(rows.map((row) => configKey(row.region, row.name)))
}

async function windowsOf(
  pool: Pool,
  accountId: string,
  nowMs: number,
  places: Place[],
): Promise<FunctionCostWindow[]> {
  if (places.length === 0) return []
  const names = { regions: places.map((place) => place.region), names: places.map((place) => place.name) }
  const chosen = sql`(s.region, s.dimension) IN (SELECT * FROM unnest(${names.regions}::text[], ${names.names}::text[]))`
  const fineFrom = { at: new Date(nowMs - FINE_DAYS * DAY_MS), isHours: false }
  const hoursFrom = { at: new Date(floorTo(nowMs - HOUR_DAYS * DAY_MS, HOUR_MS)), isHours: true }
  const counted = ['Invocations', 'Duration', 'Errors', 'Throttles', 'RecursiveInvocationsDropped']
  const fine = await readSums(pool, accountId, counted, fineFrom, chosen)
  const hours = await readSums(pool, accountId, ['Invocations', 'Duration'], hoursFrom, chosen)
  const configs = await loadPricedConfigs(pool, accountId, hoursFrom.at, names)
  const facts = await factsOf(pool, accountId, places)
  const circles = await circlesOf(
    pool,
    [...facts.values()].map(({ arn }) => arn),
  )
  const until = await polledUntil(pool, accountId)
  const began = await beginnings(pool, accountId)
  const fetched = await backfilled(pool, accountId)
  return places.flatMap(({ region, name }) => {
    const key = configKey(region, name)
    const of = (rows: SeriesRow[], metric: string): Points =>
      rows.find((row) => row.region === region && row.name === name && row.metric === metric)?.points ?? []
    const steps = configs.get(key) ?? []
    const calls = of(fine, 'Invocations')
    const costs = costPoints(region, steps, calls, of(fine, 'Duration'))
    const hourCalls = of(hours, 'Invocations')
    const hourCosts = costPoints(region, steps, hourCalls, of(hours, 'Duration'))
    if (!costs || !hourCosts) return []
    const fact = facts.get(key)
    const spent = new Map(of(fine, 'Duration'))
    const isOld = fact !== undefined && fact.firstSeen.getTime() <= began.listedMs + HOUR_MS
    const isCreated = fact !== undefined && !isOld
    const firstMs = Math.min(nowMs, ...[calls[0], hourCalls[0]].flatMap((point) => point?.[0] ?? []))
    const pointsMs = fetched.has(key) ? Math.min(began.pointsMs ?? nowMs, firstMs) : firstMs
    const circle = fact ? circles.get(fact.arn) : undefined
    return [
      {
        accountId,
        region,
        functionName: name,
        resourceId: fact?.id ?? null,
        nowMs,
        polledUntilMs: until.get(region) ?? null,
        knownSinceMs: isCreated ? fact.firstSeen.getTime() : pointsMs,
        isCreated,
        fine: costs,
        hours: hourCosts,
        invocations: calls,
        invocationHours: hourCalls,
        durations: calls.flatMap(([at, count]) =>
          count > 0 ? [[at, (spent.get(at) ?? 0) / count] as const] : [],
        ),
        errors: of(fine, 'Errors'),
        throttles: of(fine, 'Throttles'),
        recursionsDropped: of(fine, 'RecursiveInvocationsDropped'),
        isPublic: !fact?.reach || fact.reach === 'unknown' ? null : fact.reach === 'internet',
        circle: circle ?? [],
        isCircle: circle !== undefined,
        lastChange: fact?.changedAt ? { atMs: fact.changedAt.getTime(), actor: fact.actor } : null,
      },
    ]
  })
}

function summed(all: readonly Points[]): Points {
  const sums = new Map<number, number>()
  for (const points of all) for (const [at, usd] of points) sums.set(at, (sums.get(at) ?? 0) + usd)
  return [...sums].sort(([a], [b]) => a - b)
}

/** Windows of the functions of an account that are dearer than on an average day, and of the account as a whole. */
export async function loadCostWindows(
  pool: Pool,
  accountId: string,
  now: Date,
): Promise<{ functions: FunctionCostWindow[]; account: AccountCostWindow }> {
  const nowMs = now.getTime()
  const lately = await functionsLately(pool, accountId, nowMs)
  const average = await averages(pool, accountId, nowMs)
  const open = await alerted(pool, accountId)
  const movers = lately
    .map(({ region, name, perHour }): Mover => {
      const usual = (average.get(configKey(region, name)) ?? 0) / 24
      return { region, functionName: name, extraUsdPerHour: perHour - usual }
    })
    .sort((a, b) => b.extraUsdPerHour - a.extraUsdPerHour)
  const extra = new Map(
    movers.map((mover) => [configKey(mover.region, mover.functionName), mover.extraUsdPerHour]),
  )
  const dear = lately
    .filter(({ region, name, perHour, dropped }) => {
      const usual = average.get(configKey(region, name)) ?? 0
      return dropped || perHour * 24 >= Math.max(DEAR_PER_DAY, usual * TIMES_AVERAGE)
    })
    .sort(
      (a, b) => (extra.get(configKey(b.region, b.name)) ?? 0) - (extra.get(configKey(a.region, a.name)) ?? 0),
    )
    .slice(0, MOST_FUNCTIONS)
  const chosen = new Set([...open, ...dear.map(({ region, name }) => configKey(region, name))])
  const places = [...chosen].map((key) => {
    const [region = '', name = ''] = key.split('\n')
    return { region, name }
  })
  const until = [...(await polledUntil(pool, accountId)).values()].filter((at) => at !== null)
  return {
    functions: await windowsOf(pool, accountId, nowMs, places),
    account: {
      accountId,
      nowMs,
      polledUntilMs: until.length > 0 ? Math.max(...until) : null,
      fine: summed(lately.map(({ fine }) => fine)),
      usualHours: await usualCostHours(pool, accountId, nowMs),
      movers: movers.slice(0, 5).filter((mover) => mover.extraUsdPerHour > 0),
    },
  }
}
