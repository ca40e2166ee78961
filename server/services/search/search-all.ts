import { DAY_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { likePattern, queryRows, sql } from '#server/store/sql.ts'
import type { SearchResults } from './schema.ts'

type Hit = { kind: 'function' | 'alert' | 'role' | 'actor'; key: string; title: string; detail: string }

const HREFS: Record<Hit['kind'], (hit: Hit) => string> = {
  function: (hit) => `/functions/${hit.key}`,
  alert: (hit) => `/alerts/${hit.key}`,
  role: (hit) => `/roles/${hit.key}`,
  actor: (hit) => `/events?actor=${encodeURIComponent(hit.key)}&range=7d`,
}

/** Functions, open alerts, roles and actors of the last week whose name holds the text; those that begin with it come first. */
export async function searchAll(context: Context, input: { q: string }): Promise<SearchResults> {
  authorise(context, 'viewer')
  const like = likePattern(input.q)
  const prefix = like.slice(1)
  const since = new Date(context.clock() - 7 * DAY_MS)
  const resources = (
    kind: 'function' | 'role',
  ) => sql`(SELECT ${kind} AS kind, r.id::text AS key, r.name AS title,
      coalesce(a.name, r.account_id) || ' · ' || r.region AS detail FROM resource r LEFT JOIN aws_account a ON a.id = r.account_id
    WHERE r.kind = ${kind} AND r.deleted_at IS NULL AND (r.name ILIKE ${like} OR r.arn = ${input.q})
    ORDER BY (r.name ILIKE ${prefix}) DESC, length(r.name), r.name LIMIT 8)`
  const hits = await queryRows<Hit>(
    context.store.pool,
    sql`${resources('function')}
      UNION ALL (SELECT 'alert', id::text, title, severity || ' · ' || state FROM alert WHERE state <> 'resolved' AND title ILIKE ${like} ORDER BY started_at DESC LIMIT 6)
      UNION ALL ${resources('role')}
      UNION ALL (SELECT 'actor', actor_arn, max(actor_name), count(*) || ' calls in 7 days' FROM trail_event
        WHERE event_time >= ${since} AND (actor_name ILIKE ${like} OR actor_arn = ${input.q}) GROUP BY actor_arn ORDER BY count(*) DESC LIMIT 5)`,
  )
  return {
    items: hits.map((hit) => ({
      kind: hit.kind,
      title: hit.title,
      detail: hit.detail,
      href: HREFS[hit.kind](hit),
    })),
  }
}
