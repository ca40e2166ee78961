import type { PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { jsonText, keyText, plainText } from './json-text.ts'

/** What of a record is the same wherever it was read. */
const WHAT = {
  time: (record: TrailRecord) => record.eventTime.toISOString(),
  account: (record: TrailRecord) => record.accountId,
  region: (record: TrailRecord) => plainText(record.region),
  'event source': (record: TrailRecord) => plainText(record.eventSource),
  'event name': (record: TrailRecord) => plainText(record.rawEventName),
  actor: (record: TrailRecord) => keyText(record.actorArn),
  address: (record: TrailRecord) => plainText(record.sourceIp),
  outcome: (record: TrailRecord) => plainText(record.errorCode),
}
type What = keyof typeof WHAT
const WHATS = Object.keys(WHAT) as What[]

export type KnownEvents = {
  /** Ids of those that are stored, in the form in which they are stored. */
  ids: Set<string>
  /** Those whose stored record says something else, with what is different. */
  conflicts: { record: TrailRecord; differs: string[] }[]
}

type Row = Record<What, string | Date | null> & { event_id: string; source: string }

/** The parts in which two records of one id differ; of the rest of their content only what one source says twice is compared. */
export function differences(a: TrailRecord, b: TrailRecord): string[] {
  const differs = WHATS.filter((what) => WHAT[what](a) !== WHAT[what](b))
  return differs.length === 0 && a.source === b.source && jsonText(a.raw) !== jsonText(b.raw)
    ? ['content']
    : differs
}

/** Which of these events are stored already, at whatever time, and which of them say something else than before. */
export async function findKnownEvents(db: PoolClient, records: TrailRecord[]): Promise<KnownEvents> {
  const { rows } = await db.query<Row>(
    `SELECT event_id, event_time AS time, account_id AS account, region, event_source AS "event source",
       raw_event_name AS "event name", actor_arn AS actor, source_ip AS address, error_code AS outcome, source
     FROM trail_event WHERE event_id = ANY($1)`,
    [records.map((record) => keyText(record.eventId))],
  )
  if (rows.length === 0) return { ids: new Set(), conflicts: [] }
  const stored = new Map(rows.map((row) => [row.event_id, row]))
  const conflicts: KnownEvents['conflicts'] = []
  const alike: TrailRecord[] = []
  for (const record of records) {
    const row = stored.get(keyText(record.eventId))
    if (!row) continue
    const said = (what: What) => (row[what] instanceof Date ? row[what].toISOString() : row[what])
    const differs = WHATS.filter((what) => said(what) !== WHAT[what](record))
    if (differs.length > 0) conflicts.push({ record, differs })
    else if (row.source === record.source) alike.push(record)
  }
  for (const record of await withOtherContent(db, alike)) conflicts.push({ record, differs: ['content'] })
  return { ids: new Set(stored.keys()), conflicts }
}

async function withOtherContent(db: PoolClient, records: TrailRecord[]): Promise<TrailRecord[]> {
  if (records.length === 0) return []
  const { rows } = await db.query<{ event_id: string }>(
    `SELECT e.event_id FROM unnest($1::timestamptz[], $2::text[], $3::jsonb[]) AS said (event_time, event_id, raw)
     JOIN trail_event e ON e.event_time = said.event_time AND e.event_id = said.event_id WHERE e.raw <> said.raw`,
    [
      records.map((record) => record.eventTime),
      records.map((record) => keyText(record.eventId)),
      records.map((record) => jsonText(record.raw)),
    ],
  )
  const ids = new Set(rows.map((row) => row.event_id))
  return records.filter((record) => ids.has(keyText(record.eventId)))
}
