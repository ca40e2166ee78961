import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { FINDING_ENV, FINDING_JOINS, FINDING_OWNER } from '#server/services/findings/finding-rows.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { openCounts } from './list-resource-posture.ts'
import type { OwnerPosture } from './schema.ts'

type Row = Record<Severity, number> & { owner: string | null; excepted: number }

/** Whose functions and other resources have what findings: the worst off first. */
export async function listOwnerPosture(context: Context, query: ScopeQuery): Promise<OwnerPosture> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { pool } = context.store
  const where = allOf([
    sql`f.status <> 'closed'`,
    ...placeConditions(scope, sql`f`, 'global'),
    ...(scope.envs ? [sql`${FINDING_ENV} = ANY(${scope.envs}::text[])`] : []),
  ])
  const of = (severity: Severity) =>
    sql`count(*) FILTER (WHERE f.status = 'open' AND f.severity = ${severity})::int`
  const [rows, functions] = await Promise.all([
    queryRows<Row>(
      pool,
      sql`SELECT ${FINDING_OWNER} AS owner, ${of('critical')} AS critical, ${of('high')} AS high, ${of('medium')} AS medium,
          ${of('low')} AS low, ${of('info')} AS info, count(*) FILTER (WHERE f.status = 'excepted')::int AS excepted
        FROM finding f ${FINDING_JOINS} WHERE ${where} GROUP BY 1`,
    ),
    queryRows<{ owner: string | null; count: number }>(
      pool,
      sql`SELECT ${effectiveLabel(sql`r`, 'owner')} AS owner, count(*)::int AS count FROM resource r
        WHERE r.kind = 'function' AND r.deleted_at IS NULL AND ${allOf([
          ...placeConditions(scope, sql`r`),
          ...(scope.envs ? [sql`${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[])`] : []),
        ])} GROUP BY 1`,
    ),
  ])
  const counted = new Map(functions.map((row) => [row.owner, row.count]))
  const owners = new Map(rows.map((row) => [row.owner, row]))
  const items = [...new Set([...owners.keys(), ...counted.keys()])].map((owner) => {
    const row = owners.get(owner) ?? { critical: 0, high: 0, medium: 0, low: 0, info: 0, excepted: 0 }
    return {
      owner,
      functions: counted.get(owner) ?? 0,
      open: openCounts(row),
      excepted: row.excepted,
      worst: SEVERITIES.find((severity) => row[severity] > 0) ?? null,
    }
  })
  const order = (item: (typeof items)[number]) => SEVERITIES.map((severity) => item.open[severity])
  return {
    items: items.sort((a, b) => {
      const [x, y] = [order(a), order(b)]
      const i = x.findIndex((value, at) => value !== y[at])
      return i < 0 ? (a.owner ?? '').localeCompare(b.owner ?? '') : (y[i] ?? 0) - (x[i] ?? 0)
    }),
  }
}
