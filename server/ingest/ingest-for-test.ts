import type { Pool } from 'pg'
import type { Detection } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { readEnv } from '#server/env.ts'
import { createLogger } from '#server/logger.ts'
import type { Store } from '#server/store/store.ts'
import { MADE_UP } from '#server/testing/detections/made-up-detections.ts'
import { iamUser, type Raw, trailRecord } from '#server/testing/records/trail-record.ts'
import { createRandom } from '#server/testing/seed/random.ts'
import { type IngestOptions, ingestRecords } from './ingest-records.ts'

export const NOW = Date.parse('2026-11-20T10:00:00Z')
const MINUTE_MS = 60_000

/** A call of IAM so many minutes ago. */
export function call(
  minutesAgo: number,
  eventName: string,
  actor = 'ann',
  more: Raw = {},
  id?: string,
): TrailRecord {
  const changes = {
    eventTime: new Date(NOW - minutesAgo * MINUTE_MS).toISOString(),
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestParameters: null,
    userIdentity: iamUser(actor),
    ...more,
  }
  return trailRecord(changes, id)
}

const NAMES = ['GetUser', 'CreateUser', 'CreateAccessKey', 'DeleteUser', 'ListUsers', 'ListRoles', 'TagUser']

/** Some days of a few people's calls, in the order of their times. */
export function traffic(seed: number, count = 400, days = 5): TrailRecord[] {
  const random = createRandom(seed)
  const minutes = Array.from({ length: count }, () => random.next() ** 2 * days * 1440).sort((a, b) => b - a)
  return minutes.map((minutesAgo, i) =>
    call(
      minutesAgo + 1,
      random.pick(NAMES),
      random.pick(['ann', 'bob', 'eve']),
      {},
      `${seed}-${String(i).padStart(4, '0')}`,
    ),
  )
}

/** A store with what takes records in, with detections that are made up. */
export function ingestInto(store: Store, detections: readonly Detection[] = MADE_UP) {
  const context = { store, clock: () => NOW, log: createLogger('test'), env: readEnv({}), detections }
  const ingest = (records: readonly TrailRecord[], options: Partial<IngestOptions> = {}) =>
    ingestRecords(context, records, { source: 'lookup', place: 'here', ...options })
  return { context, ingest }
}

export async function emptyStore(pool: Pool): Promise<void> {
  await pool.query(
    `TRUNCATE trail_event, trail_hour, trail_day, trail_shape, trail_reject, detection_hit, detection_state,
       detection_progress, detection_tuning, allow_entry, alert, collector_cursor CASCADE`,
  )
}

/** All that taking records in leaves behind, in one order; without ids that are made up and when it was stored. */
export async function left(pool: Pool) {
  const rows = async (text: string) => (await pool.query(text)).rows
  return {
    events: await rows('SELECT event_id, event_time, account_id, event_name FROM trail_event ORDER BY 1, 2'),
    counted: await rows('SELECT sum(count)::int AS n FROM trail_hour'),
    hits: await rows(
      `SELECT fingerprint, severity, title, summary, actor_name, at, last_at, events, event_ids, allowed_by IS NOT NULL AS allowed
       FROM detection_hit ORDER BY fingerprint, at`,
    ),
    states: await rows('SELECT account_id, detection_id, key, state FROM detection_state ORDER BY 1, 2, 3'),
    alerts: await rows(
      'SELECT fingerprint, severity, started_at, last_seen_at, occurrences FROM alert ORDER BY 1, 3',
    ),
  }
}
