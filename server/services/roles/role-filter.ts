import { parseSearch, type SearchTerm } from '#server/domain/parse-search.ts'
import { chosen, type FacetDimension } from '#server/services/facets.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { join, likePattern, raw, type Sql, sql, textList } from '#server/store/sql.ts'
import type { ListRolesQuery } from './schema.ts'

const FACETS = ['account', 'level', 'risk', 'use'] as const
export type RoleFacet = (typeof FACETS)[number]

/** Functions that run as the role `r`, as last worked out; null until then. */
const functions = sql`(r.derived->>'functions')::int`

/** Text and text[] expressions over `r` (resource). */
const VALUES: Record<RoleFacet, Sql> = {
  account: sql`r.account_id`,
  level: sql`coalesce(r.derived->>'level', 'unknown')`,
  risk: textList(sql`r.derived->>'risks'`),
  use: sql`CASE coalesce(r.derived->>'functions', '') WHEN '1' THEN '{execution}'::text[] WHEN '0' THEN '{other}'
    WHEN '' THEN '{unknown}' ELSE '{execution,shared}' END`,
}

const COLUMNS: Record<RoleFacet, Sql> = {
  account: sql`f_account`,
  level: sql`f_level`,
  risk: sql`f_risk`,
  use: sql`f_use`,
}

export function roleDimensions(scope: Scope, query: ListRolesQuery): (FacetDimension & { key: RoleFacet })[] {
  const selected: Record<RoleFacet, string[] | undefined> = {
    account: scope.accounts,
    level: chosen(query.level),
    risk: chosen(query.risk),
    use: chosen(query.use),
  }
  return FACETS.map((key) => ({
    key,
    value: VALUES[key],
    column: COLUMNS[key],
    selected: selected[key],
    many: key === 'risk' || key === 'use',
  }))
}

const NUMBERS: Record<string, Sql> = {
  functions,
  services: sql`(r.derived->>'services')::int`,
  unused: sql`(r.derived->>'unusedServices')::int`,
}
const FLAGS: Record<string, Sql> = {
  admin: sql`r.derived->>'admin'`,
  wildcard: sql`r.derived->>'wildcard'`,
  boundary: sql`r.summary->>'permissionsBoundary'`,
}
const TEXTS: Record<string, Sql> = {
  name: sql`r.name`,
  trust: sql`coalesce(r.derived->>'trust', '')`,
  policy: sql`coalesce(r.summary->>'attachedPolicyNames', '')`,
}
const KEYS = [...FACETS, ...Object.keys(NUMBERS), ...Object.keys(FLAGS), ...Object.keys(TEXTS)]

/** `>1`, `>=2`, `<5`, `0`; what is no number matches nothing. */
function compare(number: Sql, value: string): Sql {
  const [, sign = '', digits] = /^([<>]=?|=)?(\d{1,9})$/.exec(value) ?? []
  if (digits === undefined) return sql`FALSE`
  return sql`coalesce(${number} ${raw(sign || '=')} ${Number(digits)}, FALSE)`
}

function termCondition({ key, value }: SearchTerm): Sql {
  const values = value.split(',').filter((one) => one !== '')
  const anyOf = (conditions: Sql[]) => sql`(${join(conditions, ' OR ')})`
  const lower = values.map((one) => one.toLowerCase())
  const [number, flag, text] = [NUMBERS[key], FLAGS[key], TEXTS[key]]
  if (number) return anyOf(values.map((one) => compare(number, one)))
  if (flag) {
    const words = lower.map((one) => ({ yes: 'true', no: 'false' })[one] ?? one)
    return sql`coalesce(${flag}, 'unknown') = ANY(${words}::text[])`
  }
  if (text) return anyOf(values.map((one) => sql`${text} ILIKE ${likePattern(one)}`))
  const facet = FACETS.find((one) => one === key)
  if (!facet) return sql`TRUE`
  return facet === 'risk' || facet === 'use'
    ? sql`${VALUES[facet]} && ${lower}::text[]`
    : sql`${VALUES[facet]} = ANY(${lower}::text[])`
}

/** Conditions of the search box on `r`: typed terms, and words looked for in name, ARN and policies. */
export function roleSearch(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', KEYS)
  const typed = terms
    .filter((term) => term.value.replaceAll(',', '') !== '')
    .map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term)))
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(r.arn ILIKE ${like} OR r.summary->>'attachedPolicyNames' ILIKE ${like})`
  })
  return [...typed, ...free]
}

/** A role belongs to the environments of the functions that run as it. */
export function roleEnvCondition(scope: Scope): Sql[] {
  if (!scope.envs) return []
  return [
    sql`EXISTS (SELECT 1 FROM resource er WHERE er.kind = 'function' AND er.deleted_at IS NULL AND er.summary->>'roleArn' = r.arn
      AND ${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[]))`,
  ]
}
