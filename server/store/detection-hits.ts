import type { Pool, PoolClient } from 'pg'
import type { Severity } from '#server/domain/severity.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { jsonText, keyText, plainText } from './json-text.ts'

/** A hit as it is stored. */
export type StoredHit = {
  id: string
  detectionId: string
  accountId: string
  region: string
  fingerprint: string
  severity: Severity
  title: string
  summary: string
  actorArn: string
  actorName: string
  functionName: string | null
  resourceId: number | null
  at: Date
  lastAt: Date
  count: number
  /** Records that what is told rests on, where `count` is of something else. */
  records: number
  eventIds: string[]
  evidence: Evidence[]
  /** Entry of the allow-list. */
  allowedBy: string | null
}

const COLUMNS = `h.id, h.detection_id AS "detectionId", h.account_id AS "accountId", h.region, h.fingerprint, h.severity,
  h.title, h.summary, h.actor_arn AS "actorArn", h.actor_name AS "actorName", h.function_name AS "functionName",
  h.resource_id AS "resourceId", h.at, h.last_at AS "lastAt", h.events AS count, h.records, h.event_ids AS "eventIds", h.evidence,
  h.allowed_by AS "allowedBy"`

export type Span = { fingerprint: string; from: Date; to: Date }

/** Hits of these fingerprints that overlap the time given with each. */
export async function loadHits(db: PoolClient, spans: readonly Span[]): Promise<StoredHit[]> {
  if (spans.length === 0) return []
  const { rows } = await db.query<StoredHit>(
    `SELECT DISTINCT ON (h.id) ${COLUMNS}
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS s (fingerprint, from_at, to_at)
     JOIN detection_hit h ON h.fingerprint = s.fingerprint AND h.at <= s.to_at AND h.last_at >= s.from_at`,
    [
      spans.map((span) => keyText(span.fingerprint)),
      spans.map((span) => span.from),
      spans.map((span) => span.to),
    ],
  )
  return rows
}

/** Hits of an account that ended at that time or later, the oldest first. */
export async function loadHitsOf(db: PoolClient, accountId: string, from: Date): Promise<StoredHit[]> {
  const { rows } = await db.query<StoredHit>(
    `SELECT ${COLUMNS} FROM detection_hit h WHERE account_id = $1 AND last_at >= $2 ORDER BY at, id`,
    [accountId, from],
  )
  return rows
}

/** The ids of those hits that no alert was ever opened for. */
export async function untoldHits(
  db: PoolClient,
  hits: readonly Pick<StoredHit, 'id' | 'fingerprint'>[],
): Promise<string[]> {
  if (hits.length === 0) return []
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM unnest($1::uuid[], $2::text[]) AS h (id, fingerprint)
     WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.fingerprint = h.fingerprint)`,
    [hits.map(({ id }) => id), hits.map(({ fingerprint }) => fingerprint)],
  )
  return rows.map(({ id }) => id)
}

export async function deleteHits(db: PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.query('DELETE FROM detection_hit WHERE id = ANY($1)', [ids])
}

/** Stores hits; those whose id is there already are what they are now. */
export async function saveHits(db: PoolClient, hits: readonly StoredHit[]): Promise<void> {
  if (hits.length === 0) return
  const column = <T>(of: (hit: StoredHit) => T) => hits.map(of)
  await db.query(
    `INSERT INTO detection_hit (id, detection_id, account_id, region, fingerprint, severity, title, summary, actor_arn,
       actor_name, function_name, resource_id, at, last_at, events, records, event_ids, evidence,
       allowed_by)
     SELECT id, detection_id, account_id, region, fingerprint, severity, title, summary, actor_arn, actor_name,
       function_name, resource_id, at, last_at, events, records, ARRAY(SELECT jsonb_array_elements_text(event_ids)),
       evidence, allowed_by
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::int[], $13::timestamptz[], $14::timestamptz[], $15::int[],
       $16::int[], $17::jsonb[], $18::jsonb[], $19::uuid[])
       AS h (id, detection_id, account_id, region, fingerprint, severity, title, summary, actor_arn, actor_name,
         function_name, resource_id, at, last_at, events, records, event_ids, evidence, allowed_by)
     ON CONFLICT (id) DO UPDATE SET severity = EXCLUDED.severity, title = EXCLUDED.title, summary = EXCLUDED.summary,
       actor_arn = EXCLUDED.actor_arn, actor_name = EXCLUDED.actor_name, function_name = EXCLUDED.function_name,
       resource_id = EXCLUDED.resource_id, at = EXCLUDED.at, last_at = EXCLUDED.last_at, events = EXCLUDED.events, records = EXCLUDED.records,
       event_ids = EXCLUDED.event_ids, evidence = EXCLUDED.evidence, allowed_by = EXCLUDED.allowed_by`,
    [
      column((hit) => hit.id),
      column((hit) => hit.detectionId),
      column((hit) => hit.accountId),
      column((hit) => plainText(hit.region)),
      column((hit) => keyText(hit.fingerprint)),
      column((hit) => hit.severity),
      column((hit) => plainText(hit.title)),
      column((hit) => plainText(hit.summary)),
      column((hit) => plainText(hit.actorArn)),
      column((hit) => plainText(hit.actorName)),
      column((hit) => plainText(hit.functionName)),
      column((hit) => hit.resourceId),
      column((hit) => hit.at),
      column((hit) => hit.lastAt),
      column((hit) => hit.count),
      column((hit) => hit.records),
      column((hit) => jsonText(hit.eventIds.map((id) => keyText(id)))),
      column((hit) => jsonText(hit.evidence)),
      column((hit) => hit.allowedBy),
    ],
  )
}

/** The resource of each function that is there, by account, region and name. */
export async function functionIds(
  db: PoolClient,
  named: readonly { accountId: string; region: string; functionName: string | null }[],
): Promise<Map<string, number>> {
  const wanted = named.filter(({ functionName }) => functionName !== null)
  if (wanted.length === 0) return new Map()
  const { rows } = await db.query<{ id: number; key: string }>(
    `SELECT r.id, r.account_id || ' ' || r.region || ' ' || r.name AS key
     FROM unnest($1::text[], $2::text[], $3::text[]) AS w (account_id, region, name)
     JOIN resource r ON r.kind = 'function' AND r.name = w.name AND r.account_id = w.account_id AND r.region = w.region
     ORDER BY r.deleted_at NULLS LAST, r.id`,
    [
      wanted.map((one) => one.accountId),
      wanted.map((one) => plainText(one.region)),
      wanted.map((one) => plainText(one.functionName)),
    ],
  )
  return new Map(rows.toReversed().map((row) => [row.key, row.id]))
}

/** Drops hits whose last record is older than events are kept. */
export async function dropOldHits(db: Pool | PoolClient, before: Date): Promise<number> {
  const { rowCount } = await db.query('DELETE FROM detection_hit WHERE at < $1 AND last_at < $1', [before])
  return rowCount ?? 0
}
