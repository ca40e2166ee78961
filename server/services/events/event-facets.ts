import { parseArn } from '#server/domain/arn.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import type { Facet } from '#server/services/scope.schema.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { countMatching } from './count-matching.ts'
import { type EventFilter, placeOfShapes, shapeDimensions } from './event-filter.ts'
import { isCounted, type Matching, resolveMatching } from './matching.ts'
import { newestEvents } from './newest-events.ts'
import type { EventList } from './schema.ts'

const ACTORS_AMONG = 2000
const ACTORS_SHOWN = 50

type ShapeFacets = Omit<EventList['facets'], 'actor'>
type Counts = { total: number; isTotalLeast: boolean; facets: ShapeFacets }

function withoutFacets(filter: EventFilter): EventFilter {
  const none = Object.fromEntries(shapeDimensions(filter).map(({ key }) => [key, undefined]))
  return { ...filter, ...none }
}

async function totalOf(
  context: Context,
  matching: Matching,
): Promise<Pick<Counts, 'total' | 'isTotalLeast'>> {
  const { pool } = context.store
  const { rows, countedFromMs } = await countMatching(pool, matching)
  const [row] = await queryRows<{ total: string | null }>(pool, sql`SELECT sum(n) AS total FROM (${rows}) c`)
  return { total: Number(row?.total ?? 0), isTotalLeast: countedFromMs !== null }
}

/** How many events match, and the facets of what they are; a facet's counts ignore its own filter. */
export async function countFacets(
  context: Context,
  scope: Scope,
  filter: EventFilter,
  matching: Matching,
): Promise<Counts> {
  const dimensions = shapeDimensions(filter)
  const isNarrowed = dimensions.some(({ selected }) => selected !== undefined)
  const open = isNarrowed ? (await resolveMatching(context, withoutFacets(filter))).matching : matching
  const [{ rows, countedFromMs }, own] = await Promise.all([
    countMatching(context.store.pool, isCounted(open) ? { ...open, shapes: undefined } : open),
    isNarrowed && !isCounted(open) ? totalOf(context, matching) : undefined,
  ])
  const base = sql`(SELECT ${facetColumns(dimensions)}, c.n FROM (SELECT shape_id, sum(n) AS n FROM (${rows}) c GROUP BY 1) c
    JOIN trail_shape s ON s.id = c.shape_id WHERE ${allOf(placeOfShapes(scope))}) base`
  const counts = await queryRows<FacetCount>(context.store.pool, facetCounts(base, dimensions, true, sql`n`))
  const { total, facets } = readFacets(counts, dimensions)
  return { total, isTotalLeast: countedFromMs !== null, ...own, facets }
}

/** The person behind single sign-on, else the role with its session, or the user. */
function actorLabel(arn: string): string {
  return personName((parseArn(arn)?.resource ?? arn).replace(/^assumed-role\//, ''))
}

/** Who made the newest of the calls that match; the filter by actor itself does not count. */
export async function countActors(
  context: Context,
  filter: EventFilter,
  matching: Matching,
): Promise<{ actors: Facet; actorsAmong: number | null }> {
  const open = filter.actor
    ? (await resolveMatching(context, { ...filter, actor: undefined })).matching
    : matching
  const keys = await newestEvents(context.store.pool, open, { limit: ACTORS_AMONG })
  const counts = new Map<string, number>(filter.actor ? [[filter.actor, 0]] : [])
  for (const { actor_arn } of keys) counts.set(actor_arn, (counts.get(actor_arn) ?? 0) + 1)
  const actors = [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .filter(([arn], rank) => rank < ACTORS_SHOWN || arn === filter.actor)
    .map(([value, count]) => ({ value, label: actorLabel(value), count }))
  return { actors, actorsAmong: keys.length < ACTORS_AMONG ? null : ACTORS_AMONG }
}
