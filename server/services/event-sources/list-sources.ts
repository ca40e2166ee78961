import type { RejectReason } from '#server/domain/trail/reject.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { EventReject, EventSourceList } from './schema.ts'
import { REJECTS_SHOWN_MS, sourceRows } from './source-rows.ts'

type RejectRecord = Omit<EventReject, 'firstSeenAt' | 'lastSeenAt'> & {
  reason: RejectReason
  firstSeenAt: Date
  lastSeenAt: Date
}

const REJECTS_SHOWN = 50

/** Where CloudTrail records come from besides LookupEvents, how that goes, and what was kept aside. */
export async function listSources(context: Context): Promise<EventSourceList> {
  authorise(context, 'viewer')
  const [items, rejects] = await Promise.all([
    sourceRows(context),
    queryRows<RejectRecord>(
      context.store.pool,
      sql`SELECT place, reason, detail, event_id AS "eventId", count, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"
        FROM trail_reject WHERE source IN ('queue', 'file') AND last_seen_at > ${new Date(context.clock() - REJECTS_SHOWN_MS)}
        ORDER BY last_seen_at DESC, id DESC LIMIT ${REJECTS_SHOWN}`,
    ),
  ])
  return {
    items,
    rejects: rejects.map(({ firstSeenAt, lastSeenAt, ...reject }) => ({
      ...reject,
      firstSeenAt: firstSeenAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
  }
}
