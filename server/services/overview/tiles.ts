import { alertConditions, alertEnvConditions } from '#server/services/alerts/list-alerts.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, previousScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { Overview } from './schema.ts'

type Tiles = Overview['tiles']

function functionConditions(scope: Scope): Sql {
  return allOf([
    sql`r.kind = 'function'`,
    ...placeConditions(scope, sql`r`),
    ...(scope.envs ? [sql`${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[])`] : []),
  ])
}

type Inventory = {
  total: string
  added: string
  removed: string
  exposed: string
  unseen: string
  judged: string
  collected: boolean
}

/** Counts of the inventory. What the first sweep of an account found is not "added". */
export async function inventoryTiles(
  { store }: Context,
  scope: Scope,
): Promise<{ functions: Omit<Tiles['functions'], 'quiet'>; exposed: Tiles['exposed'] }> {
  const [from, to] = [new Date(scope.fromMs), new Date(scope.toMs)]
  const [row] = await queryRows<Inventory>(
    store.pool,
    sql`SELECT count(*) FILTER (WHERE r.deleted_at IS NULL) AS total,
        count(*) FILTER (WHERE r.first_seen_at >= ${from} AND r.first_seen_at < ${to} AND r.first_seen_at > f.first_seen_at + interval '1 hour') AS added,
        count(*) FILTER (WHERE r.deleted_at >= ${from} AND r.deleted_at < ${to}) AS removed,
        count(*) FILTER (WHERE r.deleted_at IS NULL AND r.derived->>'reach' = 'internet') AS exposed,
        count(*) FILTER (WHERE r.deleted_at IS NULL AND coalesce(r.derived->>'reach', 'unknown') = 'unknown') AS unseen,
        count(*) FILTER (WHERE r.deleted_at IS NULL AND r.derived ? 'reach') AS judged,
        EXISTS (SELECT 1 FROM collector_run WHERE collector = 'functions' AND status IN ('ok', 'partial')) AS collected
      FROM resource r JOIN (SELECT account_id, region, min(first_seen_at) AS first_seen_at FROM resource WHERE kind = 'function' GROUP BY 1, 2) f
        ON f.account_id = r.account_id AND f.region = r.region
      WHERE ${functionConditions(scope)}`,
  )
  const number = (text: string | undefined) => Number(text ?? 0)
  const total = row?.collected || number(row?.total) > 0 ? number(row?.total) : null
  return {
    functions: { total, added: number(row?.added), removed: number(row?.removed) },
    exposed: {
      total: total === null || (total > 0 && number(row?.judged) === 0) ? null : number(row?.exposed),
      unknown: number(row?.unseen),
    },
  }
}

/** Firing alerts by severity, all alerts of the scope by state, and detections that began in the range and in the one before. */
export async function alertTiles({ store }: Context, scope: Scope) {
  const before = previousScope(scope)
  const place = allOf([...placeConditions(scope, sql`al`, 'global'), ...alertEnvConditions(scope)])
  const began = (range: Scope) =>
    sql`count(*) FILTER (WHERE al.rule_kind = 'detection' AND al.started_at >= ${new Date(range.fromMs)} AND al.started_at < ${new Date(range.toMs)})`
  const [states, [acts]] = await Promise.all([
    queryRows<{ state: string; severity: string; count: string }>(
      store.pool,
      sql`SELECT al.state, al.severity, count(*) AS count FROM alert al WHERE ${allOf(alertConditions(scope))} GROUP BY 1, 2`,
    ),
    queryRows<{ now: string; before: string }>(
      store.pool,
      sql`SELECT ${began(scope)} AS now, ${began(before)} AS before FROM alert al WHERE al.started_at >= ${new Date(before.fromMs)} AND ${place}`,
    ),
  ])
  const count = (state: string, severity?: string) =>
    states
      .filter((row) => row.state === state && (!severity || row.severity === severity))
      .reduce((sum, row) => sum + Number(row.count), 0)
  return {
    firing: { total: count('firing'), critical: count('firing', 'critical'), high: count('firing', 'high') },
    suspicious: { total: Number(acts?.now ?? 0), previous: Number(acts?.before ?? 0) },
    alertsByState: ['firing', 'acknowledged', 'snoozed', 'resolved'].map((state) => ({
      state,
      count: count(state),
    })),
  }
}
