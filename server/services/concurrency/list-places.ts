import type { Context } from '#server/services/context.ts'
import { placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'
import type { ConcurrencyPlace } from './schema.ts'

const MOST = 400

/** Accounts and regions of the scope with their limits and peaks, the nearest to its limit first. */
export function listPlaces({ store, clock }: Context, scope: Scope): Promise<ConcurrencyPlace[]> {
  return queryRows<ConcurrencyPlace>(
    store.pool,
    sql`SELECT r.account_id AS "accountId", coalesce(a.name, r.account_id) AS "accountName", r.region,
        (r.summary->>'concurrentExecutions')::float8 AS limit, (r.summary->>'unreservedConcurrentExecutions')::float8 AS pool,
        m.peak, m.throttles
      FROM resource r LEFT JOIN aws_account a ON a.id = r.account_id LEFT JOIN (
        SELECT s.account_id, s.region, max(p.value) FILTER (WHERE s.metric = 'ConcurrentExecutions') AS peak,
          coalesce(sum(p.value) FILTER (WHERE s.metric = 'Throttles'), 0) AS throttles
        FROM (SELECT ms.id, ms.account_id, ms.region, ms.metric FROM metric_series ms WHERE ms.namespace = 'AWS/Lambda' AND ms.dimension = ''
            AND ((ms.metric = 'ConcurrentExecutions' AND ms.stat = 'Maximum') OR (ms.metric = 'Throttles' AND ms.stat = 'Sum'))
            AND ${allOf(placeConditions(scope, sql`ms`))}) s,
          ${summedPoints({ ...scope, nowMs: clock(), days: true, minutes: true })} GROUP BY 1, 2) m
        ON m.account_id = r.account_id AND m.region = r.region
      WHERE r.kind = 'account-settings' AND r.deleted_at IS NULL AND ${allOf(placeConditions(scope, sql`r`))}
      ORDER BY m.peak / nullif((r.summary->>'concurrentExecutions')::float8, 0) DESC NULLS LAST, m.peak DESC NULLS LAST, 2, 3 LIMIT ${MOST}`,
  )
}
