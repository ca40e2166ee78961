import { recordDiff } from '#server/domain/records/record-diff.ts'
import type { Context } from '#server/services/context.ts'
import { type EventRecord, selectEvents, toEventRow } from '#server/services/events/event-rows.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { loginsBehind } from './logins-behind.ts'
import type { VersionEntry } from './schema.ts'

export type StoredVersion = {
  id: number
  valid_from: Date
  valid_to: Date | null
  record: object
  event_id: string | null
  actor: string | null
}

function kindOf(version: StoredVersion, before: StoredVersion | undefined): VersionEntry['kind'] {
  if (!before) return 'first seen'
  const gone = before.valid_to !== null && before.valid_to.getTime() < version.valid_from.getTime()
  return gone ? 'seen again' : 'changed'
}

/** Versions, newest first, as entries of a timeline; the last of them is only what the one above it is compared with. */
export async function versionEntries(
  context: Context,
  versions: StoredVersion[],
  isFirst: boolean,
): Promise<VersionEntry[]> {
  const shown = isFirst ? versions : versions.slice(0, -1)
  const ids = [...new Set(shown.flatMap((version) => version.event_id ?? []))]
  const [events, logins] = await Promise.all([
    queryRows<EventRecord>(
      context.store.pool,
      selectEvents(sql`SELECT * FROM trail_event WHERE event_id = ANY(${ids}::text[])`),
    ),
    loginsBehind(context, ids),
  ])
  const byId = new Map(events.map((event) => [event.event_id, toEventRow(event)]))
  return shown.map((version, i) => {
    const before = versions[i + 1]
    return {
      id: version.id,
      at: version.valid_from.toISOString(),
      kind: kindOf(version, before),
      fields: before ? recordDiff(before.record, version.record) : [],
      event: (version.event_id && byId.get(version.event_id)) || null,
      actor: version.actor,
      login: (version.event_id && logins.get(version.event_id)) || null,
    }
  })
}
