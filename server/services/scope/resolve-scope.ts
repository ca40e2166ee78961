import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { InvalidInputError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import type { Range, ScopeQuery } from '#server/services/scope.schema.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { type Sql, sql } from '#server/store/sql.ts'

export const RANGE_MS: Record<Range, number> = {
  '1h': HOUR_MS,
  '3h': 3 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '14d': 14 * DAY_MS,
  '30d': 30 * DAY_MS,
}
const MAX_SPAN_MS = 500 * DAY_MS

/** What is looked at. undefined = all. `fromMs` lies on a five minute or, from a span of over twelve hours on, an hour boundary. */
export type Scope = {
  accounts: string[] | undefined
  regions: string[] | undefined
  envs: string[] | undefined
  fromMs: number
  toMs: number
}

function given(list: string[] | undefined): string[] | undefined {
  return list && list.length > 0 ? list : undefined
}

/** @throws InvalidInputError when the time range is empty or longer than the store keeps anything */
export function resolveScope({ clock }: Pick<Context, 'clock'>, query: ScopeQuery): Scope {
  const now = clock()
  const toMs = Math.min(query.to ? Date.parse(query.to) : now, now)
  const fromMs = query.from ? Date.parse(query.from) : toMs - RANGE_MS[query.range ?? '24h']
  if (fromMs >= toMs)
    throw new InvalidInputError('The time range is empty: "from" must lie before "to" and before now.')
  if (toMs - fromMs > MAX_SPAN_MS) throw new InvalidInputError('The time range is longer than 500 days.')
  const grid = toMs - fromMs > 12 * HOUR_MS ? HOUR_MS : 5 * MINUTE_MS
  return {
    accounts: given(query.accounts),
    regions: given(query.regions),
    envs: given(query.env),
    fromMs: floorTo(fromMs, grid),
    toMs,
  }
}

/** The range of the same length just before. */
export function previousScope(scope: Scope): Scope {
  return { ...scope, fromMs: scope.fromMs - (scope.toMs - scope.fromMs), toMs: scope.fromMs }
}

/** Conditions on a table with account_id and region. `always` names a region that belongs to every scope, e.g. "global". */
export function placeConditions(scope: Scope, alias: Sql, always?: string): Sql[] {
  const conditions: Sql[] = []
  if (scope.accounts) conditions.push(sql`${alias}.account_id = ANY(${scope.accounts}::text[])`)
  if (scope.regions) {
    const regions = always ? [...scope.regions, always] : scope.regions
    conditions.push(sql`${alias}.region = ANY(${regions}::text[])`)
  }
  return conditions
}

/** Limits a table that names functions by `function_name` to the scope's environments. */
export function envCondition(scope: Scope, alias: Sql, nameColumn: Sql): Sql[] {
  if (!scope.envs) return []
  return [
    sql`EXISTS (SELECT 1 FROM resource er WHERE er.kind = 'function' AND er.name = ${alias}.${nameColumn}
      AND er.account_id = ${alias}.account_id AND er.region = ${alias}.region AND ${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[]))`,
  ]
}
