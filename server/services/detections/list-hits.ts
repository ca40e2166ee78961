import { parseSearch } from '#server/domain/parse-search.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { loadRules, ruleOf } from '#server/services/alerts/rule-of.ts'
import { authorise, type Context } from '#server/services/context.ts'
import {
  chosen,
  type FacetDimension,
  facetColumns,
  facetCounts,
  readFacets,
} from '#server/services/facets.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, likePattern, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { HIT_OUTCOME, type HitRecord, selectHits, toHitRow } from './hit-rows.ts'
import type { HitList, ListHitsQuery } from './schema.ts'
import { hitPlace } from './seen.ts'

type Facet = keyof HitList['facets']

const VALUES: Record<Facet, Sql> = {
  severity: sql`h.severity`,
  detection: sql`h.detection_id`,
  outcome: HIT_OUTCOME,
  actor: sql`h.actor_arn`,
  function: sql`coalesce(h.function_name, 'none')`,
  account: sql`h.account_id`,
  region: sql`h.region`,
}
const KEYS = Object.keys(VALUES) as Facet[]

function dimensionsOf(scope: Scope, query: ListHitsQuery): (FacetDimension & { key: Facet })[] {
  const selected: Record<Facet, string[] | undefined> = {
    severity: chosen(query.severity),
    detection: chosen(query.detection),
    outcome: chosen(query.outcome),
    actor: query.actor ? [query.actor] : undefined,
    function: chosen(query.function),
    account: scope.accounts,
    region: scope.regions,
  }
  return KEYS.map((key) => ({
    key,
    value: VALUES[key],
    column: raw(`f_${key}`),
    selected: selected[key],
  }))
}

function search(q: string | undefined): Sql[] {
  const { terms, words } = parseSearch(q ?? '', KEYS)
  const typed = terms.flatMap(({ key, value, negated }) => {
    const facet = KEYS.find((one) => one === key)
    const values = value.split(',').filter((one) => one !== '')
    if (!facet || values.length === 0) return []
    const fits =
      facet === 'actor'
        ? sql`(h.actor_arn ILIKE ${likePattern(value)} OR h.actor_name ILIKE ${likePattern(value)})`
        : sql`lower(${VALUES[facet]}) = ANY(${values.map((one) => one.toLowerCase())}::text[])`
    return [negated ? sql`NOT ${fits}` : fits]
  })
  const free = words.map((word) => {
    const like = likePattern(word)
    return sql`(h.title ILIKE ${like} OR h.summary ILIKE ${like} OR h.actor_name ILIKE ${like} OR h.function_name ILIKE ${like}
      OR h.detection_id ILIKE ${like} OR ${word} = ANY(h.event_ids))`
  })
  return [...typed, ...free]
}

const SORTS: Record<ListHitsQuery['sort'], Sql> = {
  at: sql`at`,
  title: sql`title`,
  actor: sql`actor_name`,
  severity: sql`-array_position(${[...SEVERITIES]}::text[], severity)`,
}

/** One page of what detections found, allowed or not, and the facets over all that match. A resource or an entry is looked at for as long as hits are kept. */
export async function listHits(context: Context, query: ListHitsQuery): Promise<HitList> {
  authorise(context, 'viewer')
  await loadRules()
  const scope = resolveScope(context, query)
  const dimensions = dimensionsOf(scope, query)
  const { pool } = context.store
  const isOfOne = query.resource !== undefined || query.entry !== undefined
  const env = hitPlace({ ...scope, accounts: undefined, regions: undefined }, sql`h`)
  const where = allOf([
    ...(isOfOne
      ? []
      : [sql`h.at < ${new Date(scope.toMs)} AND h.last_at >= ${new Date(scope.fromMs)}`, ...env]),
    ...(query.resource === undefined ? [] : [sql`h.resource_id = ${query.resource}`]),
    ...(query.entry === undefined ? [] : [sql`h.allowed_by = ${query.entry}::uuid`]),
    ...search(query.q),
  ])
  const base = sql`(SELECT h.id, h.at, h.title, h.severity, h.actor_name, ${facetColumns(dimensions)} FROM detection_hit h WHERE ${where}) base`
  const page = sql`SELECT id FROM ${base} WHERE mask = 0
    ORDER BY ${SORTS[query.sort]} ${raw(query.order === 'asc' ? 'ASC' : 'DESC')}, at DESC, id LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const [counts, records, names] = await Promise.all([
    queryRows<Parameters<typeof readFacets>[0][number]>(pool, facetCounts(base, dimensions)),
    queryRows<HitRecord>(
      pool,
      sql`${selectHits(sql`(SELECT detection_hit.*, p.rank FROM (SELECT id, row_number() OVER () AS rank FROM (${page}) i) p JOIN detection_hit USING (id))`)} ORDER BY h.rank`,
    ),
    accountNames(context),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) => {
    if (key === 'account') return names.get(value) ?? value
    if (key === 'detection') return ruleOf(value).title
    if (key === 'actor') return value.split(':').slice(5).join(':') || value
    return value
  })
  return { items: records.map(toHitRow), total, page: query.page, pageSize: query.pageSize, facets }
}
