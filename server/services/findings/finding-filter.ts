import { CHECKS } from '#server/checks/index.ts'
import { parseSearch, type SearchTerm } from '#server/domain/parse-search.ts'
import { FRAMEWORKS } from '#server/frameworks/index.ts'
import { chosen, type FacetDimension } from '#server/services/facets.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { join, likePattern, type Sql, sql } from '#server/store/sql.ts'
import { FINDING_ENV, FINDING_OWNER } from './finding-rows.ts'
import type { ListFindingsQuery } from './schema.ts'

const FACETS = [
  'severity',
  'state',
  'group',
  'check',
  'kind',
  'account',
  'region',
  'owner',
  'assignee',
] as const
export type FindingFacet = (typeof FACETS)[number]

const groupIds = [...Map.groupBy(CHECKS, (check) => check.group)].map(
  ([group, checks]) => sql`WHEN f.check_id = ANY(${checks.map((one) => one.id)}::text[]) THEN ${group}`,
)

/** Text expressions over `f`, `r` and `fn`. */
const VALUES: Record<FindingFacet, Sql> = {
  severity: sql`f.severity`,
  state: sql`f.status`,
  group: sql`CASE WHEN f.check_id LIKE 'own-%' THEN 'own' ${join(groupIds, ' ')} ELSE 'governance' END`,
  check: sql`f.check_id`,
  kind: sql`r.kind`,
  account: sql`f.account_id`,
  region: sql`f.region`,
  owner: sql`coalesce(${FINDING_OWNER}, 'none')`,
  assignee: sql`coalesce(f.assignee_id, 'none')`,
}

const COLUMNS: Record<FindingFacet, Sql> = {
  severity: sql`f_severity`,
  state: sql`f_state`,
  group: sql`f_group`,
  check: sql`f_check`,
  kind: sql`f_kind`,
  account: sql`f_account`,
  region: sql`f_region`,
  owner: sql`f_owner`,
  assignee: sql`f_assignee`,
}

export function findingDimensions(
  scope: Scope,
  query: ListFindingsQuery,
): (FacetDimension & { key: FindingFacet })[] {
  const selected: Record<FindingFacet, string[] | undefined> = {
    severity: chosen(query.severity),
    state: query.state === 'any' ? undefined : chosen(query.state),
    group: chosen(query.group),
    check: chosen(query.check),
    kind: chosen(query.kind),
    account: scope.accounts,
    region: scope.regions,
    owner: chosen(query.owner),
    assignee: chosen(query.assignee),
  }
  return FACETS.map((key) => ({ key, value: VALUES[key], column: COLUMNS[key], selected: selected[key] }))
}

const NAMES: Record<string, Sql[]> = {
  name: [sql`r.name`],
  arn: [sql`r.arn`],
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

function search(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', [...FACETS, ...Object.keys(NAMES)])
  const typed = terms
    .filter((term) => term.value.replaceAll(',', '') !== '')
    .map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term)))
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(r.name ILIKE ${like} OR r.arn ILIKE ${like} OR f.check_id ILIKE ${like} OR f.evidence->>'summary' ILIKE ${like})`
  })
  return [...typed, ...free]
}

/** Checks under a framework, or under one control of it. */
function frameworkChecks(id: string, control: string | undefined): string[] {
  const framework = FRAMEWORKS.find((one) => one.id === id)
  const controls = framework?.controls.filter((one) => control === undefined || one.id === control)
  return [...new Set((controls ?? []).flatMap((one) => one.checks))]
}

/** Conditions that are no facets. */
export function findingConditions(scope: Scope, query: ListFindingsQuery): Sql[] {
  return [
    ...search(query.q),
    ...(scope.envs ? [sql`${FINDING_ENV} = ANY(${scope.envs}::text[])`] : []),
    ...(query.framework
      ? [sql`f.check_id = ANY(${frameworkChecks(query.framework, query.control)}::text[])`]
      : []),
    ...(query.resource ? [sql`f.resource_id = ${query.resource}`] : []),
    ...(query.exception ? [sql`f.exception_id = ${query.exception}::uuid`] : []),
    ...(query.function ? [sql`f.function_arns @> ${[query.function]}::text[]`] : []),
  ]
}
