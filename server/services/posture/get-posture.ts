import { readCheckSwitches } from '#server/assess/check-switches.ts'
import { currentScore } from '#server/assess/record-score.ts'
import { CHECKS } from '#server/checks/index.ts'
import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { CHECK_GROUPS } from '#server/domain/posture/check-group.ts'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { ENDING_MS } from '#server/services/ending-state.ts'
import { type RuleTitle, ruleTitles } from '#server/services/findings/rule-titles.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { tallyScope } from './posture-scope.ts'
import type { PostureSummary } from './schema.ts'
import { addTallies, NO_TALLY, talliesByCheck, unknownReasons } from './tallies.ts'

const TREND_MS = 90 * DAY_MS
const MAX_POINTS = 500
const MAX_REASONS = 12

export const SCORE_EXPLAINED =
  'Of all verdicts that say pass or fail, the share that passes, each weighed by its severity: critical 40, high 15, medium 5, low 1. Unknown, not applicable and excepted count neither way.'

async function trend(
  { store, clock }: Context,
  accounts: string[] | undefined,
  titleOf: (id: string) => RuleTitle,
): Promise<PostureSummary['trend']> {
  const id = accounts?.length === 1 ? (accounts[0] ?? '') : ''
  const rows = await queryRows<{
    at: Date
    score: number
    cause: PostureSummary['trend'][number]['cause']
    reasons: unknown
  }>(
    store.pool,
    sql`SELECT at, score, cause, reasons FROM (SELECT * FROM posture_score WHERE account_id = ${id} AND at > ${new Date(clock() - TREND_MS)}
      ORDER BY at DESC, id DESC LIMIT ${MAX_POINTS}) p ORDER BY at, id`,
  )
  return rows.map(({ at, score, cause, reasons }) => ({
    at: at.toISOString(),
    score,
    cause,
    reasons: asArray(reasons)
      .map(asObject)
      .map((one) => ({
        checkId: asText(one.checkId) ?? '',
        title: titleOf(asText(one.checkId) ?? '').title,
        opened: asNumber(one.opened) ?? 0,
        closed: asNumber(one.closed) ?? 0,
      })),
  }))
}

async function findingCounts({ store, clock }: Context, conditions: Sql[]) {
  const week = new Date(clock() - 7 * DAY_MS)
  const [[moved], severities] = await Promise.all([
    queryRows<{ opened: number; closed: number }>(
      store.pool,
      sql`SELECT count(*) FILTER (WHERE opened_at >= ${week})::int AS opened, count(*) FILTER (WHERE closed_at >= ${week})::int AS closed
        FROM finding t WHERE (opened_at >= ${week} OR closed_at >= ${week}) AND ${allOf(conditions)}`,
    ),
    queryRows<{ severity: Severity; check: string; count: number }>(
      store.pool,
      sql`SELECT severity, check_id AS check, count(*)::int AS count FROM finding t WHERE status = 'open' AND ${allOf(conditions)} GROUP BY 1, 2`,
    ),
  ])
  return { moved, severities }
}

/** The posture of what is in scope: score, what moved it, counts, and why some of it is unknown. */
export async function getPosture(context: Context, query: ScopeQuery): Promise<PostureSummary> {
  authorise(context, 'viewer')
  const { pool, prisma } = context.store
  const now = new Date(context.clock())
  const conditions = tallyScope(context, query)
  const [switches, score, tallies, reasons, titleOf, { moved, severities }, exceptionsEnding, evaluated] =
    await Promise.all([
      readCheckSwitches(pool),
      currentScore(pool, conditions),
      talliesByCheck(pool, conditions),
      unknownReasons(pool, conditions),
      ruleTitles(context),
      findingCounts(context, conditions),
      prisma.exception.count({
        where: { endedAt: null, expiresAt: { gt: now, lte: new Date(now.getTime() + ENDING_MS) } },
      }),
      queryRows<{ at: string | null }>(
        pool,
        sql`SELECT max(cursor->>'until') AS at FROM collector_cursor WHERE collector = 'evaluate-checks'`,
      ),
    ])
  const worstOf = (ids: ReadonlySet<string>): Severity | null =>
    SEVERITIES.find((severity) =>
      severities.some((one) => one.severity === severity && ids.has(one.check)),
    ) ?? null
  const total = (severity: Severity) =>
    severities.reduce((sum, one) => (one.severity === severity ? sum + one.count : sum), 0)
  const byReason = Map.groupBy(reasons, (one) => one.reason)
  return {
    score,
    scoreExplained: SCORE_EXPLAINED,
    trend: await trend(context, query.accounts, titleOf),
    tally: [...tallies.values()].reduce(addTallies, NO_TALLY),
    bySeverity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, total(severity)]),
    ) as PostureSummary['bySeverity'],
    byGroup: CHECK_GROUPS.map((group) => {
      const ids = new Set(
        CHECKS.filter((one) => one.group === group && switches.isOn(one)).map((one) => one.id),
      )
      return {
        group,
        tally: [...ids].map((id) => tallies.get(id) ?? NO_TALLY).reduce(addTallies, NO_TALLY),
        worst: worstOf(ids),
      }
    }),
    opened7d: moved?.opened ?? 0,
    closed7d: moved?.closed ?? 0,
    unknownReasons: [...byReason]
      .map(([reason, list]) => ({
        reason,
        count: list.reduce((sum, one) => sum + one.count, 0),
        checks: [...new Set(list.map((one) => one.checkId))],
      }))
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_REASONS),
    exceptionsEnding,
    evaluatedAt: evaluated[0]?.at ?? null,
  }
}
