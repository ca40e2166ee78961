import { parseSearch, type SearchTerm } from '#server/domain/parse-search.ts'
import { chosen, type FacetDimension } from '#server/services/facets.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { join, likePattern, type Sql, sql } from '#server/store/sql.ts'
import type { ListTriggersQuery } from './schema.ts'

const FACETS = ['account', 'region', 'kind', 'invocation', 'sides', 'live', 'failures', 'audience'] as const
export type TriggerFacet = (typeof FACETS)[number]

/** Text expressions over `t` (trigger). */
const VALUES: Record<TriggerFacet, Sql> = {
  account: sql`t.account_id`,
  region: sql`t.region`,
  kind: sql`t.kind`,
  invocation: sql`t.invocation`,
  sides: sql`t.sides`,
  live: sql`CASE t.live WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' ELSE 'unknown' END`,
  failures: sql`t.failures_via`,
  audience: sql`t.audience`,
}

const COLUMNS: Record<TriggerFacet, Sql> = {
  account: sql`f_account`,
  region: sql`f_region`,
  kind: sql`f_kind`,
  invocation: sql`f_invocation`,
  sides: sql`f_sides`,
  live: sql`f_live`,
  failures: sql`f_failures`,
  audience: sql`f_audience`,
}

export function triggerDimensions(
  scope: Scope,
  query: ListTriggersQuery,
): (FacetDimension & { key: TriggerFacet })[] {
  const selected: Record<TriggerFacet, string[] | undefined> = {
    account: scope.accounts,
    region: scope.regions,
    kind: chosen(query.kind),
    invocation: chosen(query.invocation),
    sides: chosen(query.sides),
    live: chosen(query.live),
    failures: chosen(query.failures),
    audience: chosen(query.audience),
  }
  return FACETS.map((key) => ({ key, value: VALUES[key], column: COLUMNS[key], selected: selected[key] }))
}

/** Text that `function:` and `source:` look in. */
const NAMES: Record<string, Sql[]> = {
  function: [sql`t.function_name`, sql`t.function_arn`],
  source: [sql`t.source_name`, sql`t.source`],
  qualifier: [sql`coalesce(t.qualifier, '')`],
}

function termCondition({ key, value }: SearchTerm): Sql {
  const values = value.split(',').filter((one) => one !== '')
  const names = NAMES[key]
  if (names)
    return sql`(${join(
      values.flatMap((one) => names.map((name) => sql`${name} ILIKE ${likePattern(one)}`)),
      ' OR ',
    )})`
  const facet = FACETS.find((one) => one === key)
  return facet
    ? sql`lower(${VALUES[facet]}) = ANY(${values.map((one) => one.toLowerCase())}::text[])`
    : sql`TRUE`
}

/** Conditions of the search box on `t`: typed terms, and words looked for in source, function and detail. */
export function triggerSearch(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', [...FACETS, ...Object.keys(NAMES)])
  const typed = terms
    .filter((term) => term.value.replaceAll(',', '') !== '')
    .map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term)))
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(t.source ILIKE ${like} OR t.source_name ILIKE ${like} OR t.function_name ILIKE ${like} OR t.function_arn ILIKE ${like} OR t.body->>'detail' ILIKE ${like})`
  })
  return [...typed, ...free]
}

/** A trigger belongs to the environment of its function. */
export function triggerEnvCondition(scope: Scope): Sql[] {
  if (!scope.envs) return []
  return [
    sql`EXISTS (SELECT 1 FROM resource er WHERE er.id = t.resource_id AND ${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[]))`,
  ]
}
