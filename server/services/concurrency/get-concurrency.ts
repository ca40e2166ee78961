import { byTrigger } from '#server/domain/metrics/concurrency/by-trigger.ts'
import { timeToLimit } from '#server/domain/metrics/concurrency/time-to-limit.ts'
import { whoStarves } from '#server/domain/metrics/concurrency/who-starves.ts'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { floorTo, HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { polledUntil } from '#server/store/polled-until.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { BEFORE_PEAK_MS, explainPeak } from './explain-peak.ts'
import { listPlaces } from './list-places.ts'
import {
  accountPoints,
  asyncShares,
  concurrencyUsers,
  functionFacts,
  functionPoints,
  type Place,
  waysInto,
} from './read-place.ts'
import type { Concurrency, ConcurrencyPlace, ConcurrencyQuery, PlaceConcurrency } from './schema.ts'

/** Points of five minutes for a day; of an hour for longer, and where there are none of five minutes. */
const FINE_MS = 26 * HOUR_MS
const DRAWN = 6
const LISTED = 20
const SLOPE_MS = 50 * MINUTE_MS

type Range = { fromMs: number; toMs: number; periodSeconds: number }
type Tuples = [number, number][]
const tuples = (points: Points): Tuples => points.map(([at, value]) => [at, value])

async function until({ store }: Context, place: Place): Promise<Date | null> {
  const [row] = await queryRows<{ until: Date | null }>(
    store.pool,
    sql`SELECT ${polledUntil} AS until FROM (SELECT ${place.accountId}::text AS account_id, ${place.region}::text AS region, ''::text AS dimension, 'ConcurrentExecutions'::text AS metric) ms`,
  )
  return row?.until ?? null
}

const highest = (points: Points) =>
  points.reduce<readonly [number, number] | undefined>(
    (best, point) => (best === undefined || point[1] > best[1] ? point : best),
    undefined,
  )

async function detailOf(context: Context, place: ConcurrencyPlace, range: Range): Promise<PlaceConcurrency> {
  const { store } = context
  const nowMs = context.clock()
  const periodMs = range.periodSeconds * SECOND_MS
  const [account, lastMinutes, polled] = await Promise.all([
    accountPoints(store, place, range),
    accountPoints(store, place, { fromMs: nowMs - SLOPE_MS, toMs: nowMs, periodSeconds: 60 }),
    until(context, place),
  ])
  const used = account('ConcurrentExecutions')
  const top = highest(used)
  const peakCellMs = floorTo(top?.[0] ?? range.fromMs, periodMs)
  const users = await concurrencyUsers(store, place, { ...range, peakCellMs })
  const facts = await functionFacts(store, place, users.names)
  const reservedNames = facts.filter(({ reserved }) => reserved !== null).map(({ name }) => name)
  const names = [...new Set([...users.names, ...reservedNames])]
  const earlier = { ...range, fromMs: Math.min(range.fromMs, peakCellMs - BEFORE_PEAK_MS) }
  const [pointsOf, ways, shares] = await Promise.all([
    functionPoints(store, place, names, earlier),
    waysInto(
      store,
      place,
      users.atPeak.slice(0, LISTED * 4).map(({ name }) => name),
    ),
    asyncShares(store, place, users.names, { periodSeconds: range.periodSeconds, atMs: peakCellMs }),
  ])
  const factOf = new Map(facts.map((fact) => [fact.name, fact]))
  const named = (name: string) => ({ name, id: factOf.get(name)?.id ?? null })
  const reservedOf = (name: string) => factOf.get(name)?.reserved ?? null
  const inRange = (points: Points) => points.filter(([at]) => at >= range.fromMs)
  const waysOf = Map.groupBy(ways, ({ name }) => name)
  const drawn = users.atPeak.slice(0, DRAWN).map(({ name }) => ({
    ...named(name),
    points: tuples(inRange(pointsOf(name, 'ConcurrentExecutions'))),
  }))
  const drawnAt = new Map<number, number>()
  for (const { points } of drawn)
    for (const [at, value] of points) drawnAt.set(at, (drawnAt.get(at) ?? 0) + value)
  const peak = { peakAtMs: peakCellMs, periodSeconds: range.periodSeconds }
  const spike = top ? await explainPeak(store, place, peak, names, pointsOf) : null
  const starved = whoStarves(
    names.map((name) => ({
      name,
      reserved: reservedOf(name),
      concurrency: inRange(pointsOf(name, 'ConcurrentExecutions')),
      throttles: inRange(pointsOf(name, 'Throttles')),
    })),
    account('UnreservedConcurrentExecutions'),
    place,
    periodMs,
  )
  return {
    ...place,
    polledUntil: polled?.toISOString() ?? null,
    peakAt: top ? new Date(spike?.peakAtMs ?? top[0]).toISOString() : null,
    reserved: facts.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0),
    provisioned: facts.reduce((sum, { provisioned }) => sum + provisioned, 0),
    toLimit: {
      account: timeToLimit(lastMinutes('ConcurrentExecutions'), place.limit, nowMs),
      pool:
        place.pool === place.limit
          ? null
          : timeToLimit(lastMinutes('UnreservedConcurrentExecutions'), place.pool, nowMs),
    },
    used: tuples(used),
    unreserved: tuples(account('UnreservedConcurrentExecutions')),
    throttled: tuples(account('Throttles')),
    functions: drawn,
    others: used.map(([at, value]) => [at, Math.max(0, value - (drawnAt.get(at) ?? 0))]),
    atPeak: users.atPeak.slice(0, LISTED).map(({ name, value }) => ({
      ...named(name),
      concurrency: value,
      reserved: reservedOf(name),
      ways: (waysOf.get(name) ?? [])
        .slice(0, 6)
        .map(({ kind, source, invocation }) => ({ kind, source, invocation })),
    })),
    sumAtPeak: users.sumAtPeak,
    byTrigger: byTrigger(
      users.atPeak.map(({ name, value }) => ({
        name,
        concurrency: value,
        asyncShare: shares.get(name) ?? null,
      })),
      (name) => (waysOf.get(name) ?? []).map(({ invocation }) => invocation),
    ),
    spike: spike && {
      peak: spike.peak,
      peakAt: new Date(spike.peakAtMs).toISOString(),
      level: spike.level,
      rise: spike.rise,
      told: spike.told,
      parts: spike.parts.slice(0, LISTED).map(({ name, ...part }) => ({ ...named(name), ...part })),
    },
    starved: starved.slice(0, LISTED).map(({ name, by, ...rest }) => ({
      ...named(name),
      ...rest,
      by: by.map(({ name: user, ...use }) => ({ ...named(user), ...use })),
    })),
    reservations: facts
      .filter(({ reserved }) => reserved !== null)
      .slice(0, LISTED * 2)
      .map(({ name, reserved }) => ({
        ...named(name),
        reserved: reserved ?? 0,
        used: highest(inRange(pointsOf(name, 'ConcurrentExecutions')))?.[1] ?? null,
      })),
  }
}

/** Concurrency of every account and region of the scope, and of one of them who used it, why it peaked and who goes short. */
export async function getConcurrency(context: Context, query: ConcurrencyQuery): Promise<Concurrency> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { fromMs, toMs } = scope
  const places = await listPlaces(context, scope)
  const chosen = places.find(({ accountId, region }) => `${accountId}/${region}` === query.place) ?? places[0]
  const periodSeconds = toMs - fromMs <= FINE_MS ? 300 : 3600
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    periodSeconds,
    places,
    detail: chosen ? await detailOf(context, chosen, { fromMs, toMs, periodSeconds }) : null,
  }
}
