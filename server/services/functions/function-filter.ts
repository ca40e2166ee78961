import { parseSearch, type SearchTerm } from '#server/domain/parse-search.ts'
import { chosen, type FacetDimension } from '#server/services/facets.ts'
import { ROLE_LEVELS } from '#server/services/roles/schema.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { join, likePattern, type Sql, sql } from '#server/store/sql.ts'
import type { ListFunctionsQuery } from './schema.ts'

export const FUNCTION_FACETS = [
  'account',
  'region',
  'runtime',
  'architecture',
  'owner',
  'env',
  'url',
  'state',
  'alerting',
  'reach',
  'role',
  'trigger',
  'criticality',
] as const
export type FunctionFacet = (typeof FUNCTION_FACETS)[number]

const summary = (key: string) => sql`coalesce(nullif(r.summary->>${key}, ''), 'none')`

/** Text expressions over `r` (resource) and `al` (its firing alerts). */
const VALUES: Record<FunctionFacet, Sql> = {
  account: sql`r.account_id`,
  region: sql`r.region`,
  runtime: sql`r.facet_runtime`,
  architecture: sql`r.facet_architecture`,
  owner: sql`r.facet_owner`,
  env: sql`r.facet_env`,
  url: sql`r.facet_url`,
  state: sql`r.facet_state`,
  alerting: sql`CASE WHEN al.firing > 0 THEN 'yes' ELSE 'no' END`,
  reach: sql`r.facet_reach`,
  role: sql`r.facet_role`,
  trigger: sql`r.facet_triggers`,
  criticality: sql`r.facet_criticality`,
}

const COLUMNS: Record<FunctionFacet, Sql> = {
  account: sql`f_account`,
  region: sql`f_region`,
  runtime: sql`f_runtime`,
  architecture: sql`f_architecture`,
  owner: sql`f_owner`,
  env: sql`f_env`,
  url: sql`f_url`,
  state: sql`f_state`,
  alerting: sql`f_alerting`,
  reach: sql`f_reach`,
  role: sql`f_role`,
  trigger: sql`f_trigger`,
  criticality: sql`f_criticality`,
}

type Filters = Pick<ListFunctionsQuery, Exclude<FunctionFacet, 'account' | 'region' | 'env'>>

export function functionDimensions(
  scope: Scope,
  query: Filters,
): (FacetDimension & { key: FunctionFacet })[] {
  const selected: Record<FunctionFacet, string[] | undefined> = {
    account: scope.accounts,
    region: scope.regions,
    env: scope.envs,
    runtime: chosen(query.runtime),
    architecture: chosen(query.architecture),
    owner: chosen(query.owner),
    url: chosen(query.url),
    state: chosen(query.state),
    alerting: chosen(query.alerting),
    reach: chosen(query.reach),
    role: chosen(query.role),
    trigger: chosen(query.trigger),
    criticality: chosen(query.criticality),
  }
  return FUNCTION_FACETS.map((key) => ({
    key,
    value: VALUES[key],
    column: COLUMNS[key],
    selected: selected[key],
    many: key === 'trigger',
  }))
}

/** Keys that typed search knows besides the facets. */
export const FUNCTION_SEARCH_KEYS = [...FUNCTION_FACETS, 'arch', 'name', 'tag', 'public', 'package'] as const

const LEVELS: readonly string[] = ROLE_LEVELS

/** `role:` takes levels of risk or a part of the role's ARN. */
function termCondition({ key, value }: SearchTerm): Sql {
  const values = value.split(',').filter((one) => one !== '')
  const anyLike = (expression: Sql) =>
    sql`(${join(
      values.map((one) => sql`${expression} ILIKE ${likePattern(one)}`),
      ' OR ',
    )})`
  if (key === 'name') return anyLike(sql`r.name`)
  if (key === 'role' && !values.every((one) => LEVELS.includes(one.toLowerCase())))
    return anyLike(sql`coalesce(r.summary->>'roleArn', '')`)
  if (key === 'trigger') return sql`${VALUES.trigger} && ${values.map((one) => one.toLowerCase())}::text[]`
  if (key === 'tag') return anyLike(sql`coalesce(r.summary->>'tags', '')`)
  if (key === 'package')
    return sql`lower(${summary('packageType')}) = ANY(${values.map((one) => one.toLowerCase())}::text[])`
  if (key === 'public') {
    const names = values.map((one) => ({ yes: 'true', no: 'false' })[one] ?? one)
    return sql`coalesce(r.summary->>'publicPolicy', 'unknown') = ANY(${names}::text[])`
  }
  const facet = FUNCTION_FACETS.find((one) => one === (key === 'arch' ? 'architecture' : key))
  if (!facet) return sql`TRUE`
  if (facet === 'url') return sql`${VALUES.url} = ANY(${values}::text[])`
  return sql`lower(${VALUES[facet]}) = ANY(${values.map((one) => one.toLowerCase())}::text[])`
}

/** Conditions of the search box: typed terms, and words looked for in name, ARN, description and tags. */
export function searchConditions(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', FUNCTION_SEARCH_KEYS)
  const typed = terms
    .filter((term) => term.value.replaceAll(',', '') !== '')
    .map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term)))
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(r.name ILIKE ${like} OR r.arn ILIKE ${like} OR r.summary->>'description' ILIKE ${like} OR r.summary->>'tags' ILIKE ${like})`
  })
  return [...typed, ...free]
}
