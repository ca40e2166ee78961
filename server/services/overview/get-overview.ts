import { accountCostSpike } from '#server/baselines/account-cost-spike.ts'
import { costBudget } from '#server/baselines/cost-budget.ts'
import { costSpike } from '#server/baselines/cost-spike.ts'
import { findAlerts, SEVERITY_ORDER } from '#server/services/alerts/alert-rows.ts'
import { alertConditions } from '#server/services/alerts/list-alerts.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { blindSpots } from '#server/services/coverage/blind-spots.ts'
import { coveragePercent, coverageRows } from '#server/services/coverage/coverage-rows.ts'
import { firingAlerts, functionRows } from '#server/services/functions/function-rows.ts'
import { placeConditions, resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { changeSessions } from './change-sessions.ts'
import { charges } from './charges.ts'
import { concurrency } from './concurrency.ts'
import { detections } from './detections.ts'
import { errorChart } from './error-chart.ts'
import { executions, quietFunctions } from './invocations.ts'
import type { Overview } from './schema.ts'
import { alertTiles, inventoryTiles } from './tiles.ts'

const LIST = 8
const ATTENTION = 7
const BREAKING_FIRST = 3
const OTHERS_FIRST = 2

type Ids = { at_risk: boolean; id: number }

/** Functions with the worst firing alerts, and those modified last. */
async function listed(context: Context, scope: Scope): Promise<Pick<Overview, 'atRisk' | 'deployed'>> {
  const where = allOf([
    sql`r.kind = 'function' AND r.deleted_at IS NULL`,
    ...placeConditions(scope, sql`r`),
    ...(scope.envs ? [sql`${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[])`] : []),
  ])
  const rows = await queryRows<Ids>(
    context.store.pool,
    sql`(SELECT true AS at_risk, r.id FROM resource r JOIN (${firingAlerts}) al ON al.resource_id = r.id WHERE ${where} ORDER BY al.worst, al.firing DESC, r.name LIMIT ${LIST})
      UNION ALL (SELECT false, r.id FROM resource r WHERE ${where} ORDER BY r.summary->>'lastModifiedAt' DESC NULLS LAST, r.id LIMIT ${LIST})`,
  )
  const byId = new Map(
    (await functionRows(context, scope, [...new Set(rows.map((row) => row.id))])).map((row) => [row.id, row]),
  )
  const of = (atRisk: boolean) =>
    rows.filter((row) => row.at_risk === atRisk).flatMap((row) => byId.get(row.id) ?? [])
  return { atRisk: of(true), deployed: of(false) }
}

/** What costs more than usual stands beside the charges: it leaves the first places to what breaks. */
const OF_COST = [costSpike, accountCostSpike, costBudget].map(({ id }) => id)

/**
 * Firing alerts, the worst first; the worst few that baselines, checks and detections raised come before the rest, so
 * that an outage is not crowded out by what has been open for a year, nor by what somebody did.
 */
function firingFirst(scope: Scope, order: Sql): Sql {
  const ofCost = sql`al.rule_id = ANY(${OF_COST}::text[])`
  const first = sql`CASE WHEN ${ofCost} THEN 0 WHEN al.rule_kind = 'baseline' THEN ${BREAKING_FIRST}::int ELSE ${OTHERS_FIRST}::int END`
  return sql`SELECT al.* FROM alert al JOIN (
      SELECT al.id, row_number() OVER (PARTITION BY al.rule_kind, ${ofCost} ORDER BY ${order}) > ${first} AS later
      FROM alert al WHERE al.state = 'firing' AND ${allOf(alertConditions(scope))}
    ) p USING (id) ORDER BY p.later, ${order} LIMIT ${ATTENTION}`
}

/** The first page: what needs somebody now, and how the estate is. */
export async function getOverview(context: Context, query: ScopeQuery): Promise<Overview> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const order = sql`${SEVERITY_ORDER}, al.started_at DESC`
  const firing = firingFirst(scope, order)
  const coverage = coverageRows(context, scope)
  const [inventory, alerts, runs, quiet, attention, peak, errors, found, costs, lists, changes, covered] =
    await Promise.all([
      inventoryTiles(context, scope),
      alertTiles(context, scope),
      executions(context, scope),
      quietFunctions(context, scope),
      findAlerts(context, firing, order),
      concurrency(context, scope),
      errorChart(context, scope),
      detections(context, scope),
      coverage.then((rows) => charges(context, scope, rows)),
      listed(context, scope),
      changeSessions(context, scope),
      coverage,
    ])
  const has = (state: string) =>
    covered.filter((row) => row.status === state || row.problems.some((problem) => problem.state === state))
      .length
  return {
    from: new Date(scope.fromMs).toISOString(),
    to: new Date(scope.toMs).toISOString(),
    tiles: {
      firing: alerts.firing,
      functions: { ...inventory.functions, quiet },
      executions: runs,
      suspicious: alerts.suspicious,
      exposed: inventory.exposed,
      concurrency: peak.tile,
      charges: costs.tile,
      coverage: { percent: coveragePercent(covered), denied: has('denied'), failed: has('failed') },
    },
    attention,
    concurrency: peak.chart,
    errors,
    ...found,
    alertsByState: alerts.alertsByState,
    charges: costs.chart,
    ...lists,
    changes,
    blind: blindSpots(covered),
  }
}
