import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { Seen } from './schema.ts'

export const SEEN_DAYS = 30

export const notSeen = (): Seen => ({
  hits: 0,
  allowed: 0,
  alerts: 0,
  days: Array.from({ length: SEEN_DAYS }, () => 0),
  lastAt: null,
})

/** Hits of the scope; an environment leaves out those on functions of another. */
export function hitPlace(scope: Scope, alias: Sql): Sql[] {
  const env = scope.envs && [
    sql`NOT EXISTS (SELECT 1 FROM resource er WHERE er.id = ${alias}.resource_id AND er.kind = 'function'
      AND (${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[])) IS NOT TRUE)`,
  ]
  return [...placeConditions(scope, alias, 'global'), ...(env ?? [])]
}

type HitCount = { id: string; day: number; hits: number; allowed: number; last: Date }

/** What each detection saw in the last thirty days, by its id; only of the one that is given, if one is. */
export async function seenByDetection(
  { store, clock }: Context,
  scope: Scope,
  only?: string,
): Promise<Map<string, Seen>> {
  const fromMs = clock() - SEEN_DAYS * DAY_MS
  const from = new Date(fromMs)
  const one = (column: Sql) => (only === undefined ? [] : [sql`${column} = ${only}`])
  const [hits, alerts] = await Promise.all([
    queryRows<HitCount>(
      store.pool,
      sql`SELECT h.detection_id AS id, least(floor((date_part('epoch', h.at) * 1000 - ${fromMs}::float8) / ${DAY_MS}::float8), ${SEEN_DAYS - 1})::int AS day,
          count(*)::int AS hits, count(h.allowed_by)::int AS allowed, max(h.last_at) AS last
        FROM detection_hit h WHERE ${allOf([sql`h.at >= ${from}`, ...one(sql`h.detection_id`), ...hitPlace(scope, sql`h`)])}
        GROUP BY 1, 2`,
    ),
    queryRows<{ id: string; count: number; last: Date }>(
      store.pool,
      sql`SELECT al.rule_id AS id, count(*)::int AS count, max(al.last_seen_at) AS last FROM alert al
        WHERE ${allOf([sql`al.rule_kind = 'detection' AND al.last_seen_at >= ${from}`, ...one(sql`al.rule_id`), ...hitPlace(scope, sql`al`)])}
        GROUP BY 1`,
    ),
  ])
  const seen = new Map<string, Seen>()
  const of = (id: string) => seen.get(id) ?? notSeen()
  const later = (a: string | null, b: Date) => {
    const text = b.toISOString()
    return a !== null && a > text ? a : text
  }
  for (const row of hits) {
    const before = of(row.id)
    const days = before.days.with(Math.max(0, row.day), (before.days[row.day] ?? 0) + row.hits)
    const lastAt = later(before.lastAt, row.last)
    seen.set(row.id, {
      ...before,
      days,
      lastAt,
      hits: before.hits + row.hits,
      allowed: before.allowed + row.allowed,
    })
  }
  for (const row of alerts) {
    const before = of(row.id)
    seen.set(row.id, { ...before, alerts: row.count, lastAt: later(before.lastAt, row.last) })
  }
  return seen
}
