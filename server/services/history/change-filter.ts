import { parseSearch, type SearchTerm } from '#server/domain/parse-search.ts'
import { chosen, type FacetDimension } from '#server/services/facets.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { join, likePattern, type Sql, sql } from '#server/store/sql.ts'
import type { ListEstateChangesQuery } from './schema.ts'

const CHANGE_FACETS = ['account', 'region', 'kind', 'change', 'actor'] as const
export type ChangeFacet = (typeof CHANGE_FACETS)[number]

/** Text expressions over `c`, the resources that are new, changed or gone in the period. */
const VALUES: Record<ChangeFacet, Sql> = {
  account: sql`c.account_id`,
  region: sql`c.region`,
  kind: sql`c.kind`,
  change: sql`c.change`,
  actor: sql`coalesce(c.actors[1], 'unknown')`,
}
const COLUMNS: Record<ChangeFacet, Sql> = {
  account: sql`f_account`,
  region: sql`f_region`,
  kind: sql`f_kind`,
  change: sql`f_change`,
  actor: sql`f_actor`,
}

export function changeDimensions(
  scope: Scope,
  query: Pick<ListEstateChangesQuery, 'kind' | 'change' | 'actor'>,
): (FacetDimension & { key: ChangeFacet })[] {
  const selected: Record<ChangeFacet, string[] | undefined> = {
    account: scope.accounts,
    region: scope.regions && [...scope.regions, 'global'],
    kind: chosen(query.kind),
    change: chosen(query.change),
    actor: chosen(query.actor),
  }
  return CHANGE_FACETS.map((key) => ({
    key,
    value: VALUES[key],
    column: COLUMNS[key],
    selected: selected[key],
  }))
}

const SEARCH_KEYS = [...CHANGE_FACETS, 'name'] as const

function termCondition({ key, value }: SearchTerm): Sql {
  const values = value.split(',').filter((one) => one !== '')
  const expression =
    key === 'name' ? sql`c.name` : (VALUES[CHANGE_FACETS.find((one) => one === key) ?? 'kind'] ?? sql`c.kind`)
  return sql`(${join(
    values.map((one) => sql`${expression} ILIKE ${likePattern(one)}`),
    ' OR ',
  )})`
}

/** Conditions of the search box: typed terms, and words looked for in names, ARNs and actors. */
export function changeConditions(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', SEARCH_KEYS)
  const typed = terms
    .filter((term) => term.value.replaceAll(',', '') !== '')
    .map((term) => (term.negated ? sql`NOT ${termCondition(term)}` : termCondition(term)))
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(c.name ILIKE ${like} OR c.arn ILIKE ${like} OR array_to_string(c.actors, ' ') ILIKE ${like})`
  })
  return [...typed, ...free]
}

/** What the first sweep of a kind in an account and region finds within so long was there before. */
const FIRST_SWEEP = sql`interval '1 hour'`

/** One row for each resource that is new, changed or gone in the scope's period. */
export function estateChanges(scope: Scope): Sql {
  const [from, to] = [new Date(scope.fromMs), new Date(scope.toMs)]
  const inEnv = scope.envs
    ? sql`AND r.kind = 'function' AND r.summary->>'env' = ANY(${scope.envs}::text[])`
    : sql``
  return sql`SELECT * FROM (
      SELECT r.id, r.kind, r.name, r.arn, r.account_id, r.region, coalesce(t.versions, 0)::int AS versions, coalesce(t.actors, '{}') AS actors,
        CASE WHEN r.deleted_at >= ${from} AND r.deleted_at < ${to} THEN 'gone'
          WHEN r.first_seen_at >= ${from} AND r.first_seen_at < ${to} AND r.first_seen_at > f.first_seen_at + ${FIRST_SWEEP} THEN 'new'
          WHEN t.changes > 0 THEN 'changed' END AS change,
        CASE WHEN r.deleted_at >= ${from} AND r.deleted_at < ${to} THEN r.deleted_at ELSE t.at END AS at
      FROM resource r
      JOIN (SELECT account_id, region, kind, min(first_seen_at) AS first_seen_at FROM resource GROUP BY 1, 2, 3) f
        ON f.account_id = r.account_id AND f.region = r.region AND f.kind = r.kind
      LEFT JOIN (
        SELECT v.resource_id, count(*) AS versions, max(v.valid_from) AS at, count(*) FILTER (WHERE v.valid_from > o.first_seen_at) AS changes,
          array_agg(DISTINCT v.actor) FILTER (WHERE v.actor IS NOT NULL) AS actors
        FROM resource_version v JOIN resource o ON o.id = v.resource_id
        WHERE v.valid_from >= ${from} AND v.valid_from < ${to} GROUP BY 1
      ) t ON t.resource_id = r.id
      WHERE (t.resource_id IS NOT NULL OR (r.deleted_at >= ${from} AND r.deleted_at < ${to})) ${inEnv}
    ) every WHERE change IS NOT NULL`
}
