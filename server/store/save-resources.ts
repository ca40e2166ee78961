import type { Pool, PoolClient } from 'pg'
import { contentHash } from '#server/domain/records/content-hash.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import { inTransaction } from './in-transaction.ts'
import { jsonText, plainText } from './json-text.ts'

export type SavedResources = { seen: number; added: string[]; changed: string[] }

type ResourceRow = { id: number; key: string; deleted: boolean; hash: string | null }

const keyOf = (record: ResourceRecord) => `${record.region} ${record.kind} ${plainText(record.arn)}`

/**
 * Writes the rows first, which locks them, and reads what they held only then: of two savers of the same resource the
 * second sees what the first stored.
 */
async function upsertResources(db: PoolClient, records: ResourceRecord[], now: Date): Promise<ResourceRow[]> {
  const { rows: saved } = await db.query<{ id: number }>(
    `INSERT INTO resource (account_id, region, kind, arn, name, summary, first_seen_at, last_seen_at)
     SELECT account_id, region, kind, arn, name, summary, $7, $7
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
       AS incoming (account_id, region, kind, arn, name, summary)
     ON CONFLICT (account_id, region, kind, arn) DO UPDATE
       SET name = EXCLUDED.name, summary = EXCLUDED.summary,
         last_seen_at = greatest(resource.last_seen_at, EXCLUDED.last_seen_at)
     RETURNING id`,
    [
      records.map((record) => record.accountId),
      records.map((record) => record.region),
      records.map((record) => record.kind),
      records.map((record) => plainText(record.arn)),
      records.map((record) => plainText(record.name)),
      records.map((record) => jsonText(summaryOf(record))),
      now,
    ],
  )
  const { rows } = await db.query<ResourceRow>(
    `SELECT r.id, r.region || ' ' || r.kind || ' ' || r.arn AS key, r.deleted_at IS NOT NULL AS deleted,
       v.content_hash AS hash
     FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id WHERE r.id = ANY($1)`,
    [saved.map((row) => row.id)],
  )
  return rows
}

type NewVersion = { resourceId: number; hash: string; record: ResourceRecord }

async function addVersions(
  db: PoolClient,
  versions: NewVersion[],
  now: Date,
  runId: number | null,
): Promise<void> {
  const ids = versions.map((version) => version.resourceId)
  await db.query(
    'UPDATE resource_version SET valid_to = greatest(valid_from, $2) WHERE resource_id = ANY($1) AND valid_to IS NULL',
    [ids, now],
  )
  await db.query(
    `WITH added AS (
       INSERT INTO resource_version (resource_id, content_hash, record, valid_from, run_id)
       SELECT id, hash, record, $4, $5 FROM unnest($1::int[], $2::text[], $3::jsonb[]) AS v (id, hash, record)
       RETURNING id, resource_id
     )
     UPDATE resource SET current_version_id = added.id, deleted_at = NULL FROM added WHERE resource.id = added.resource_id`,
    [
      ids,
      versions.map((version) => version.hash),
      versions.map((version) => jsonText(version.record)),
      now,
      runId,
    ],
  )
}

/** The record as it will be read back, so that a field which is carried over from there is no change. */
const asStored = (record: ResourceRecord): ResourceRecord => JSON.parse(jsonText(record))

/** Fields that the content hash leaves out (when a role was last used, …) are kept at their newest value. */
async function refreshRecords(db: PoolClient, versions: NewVersion[]): Promise<void> {
  await db.query(
    `UPDATE resource_version v SET record = seen.record
     FROM unnest($1::int[], $2::jsonb[]) AS seen (id, record)
     WHERE v.resource_id = seen.id AND v.valid_to IS NULL AND v.record IS DISTINCT FROM seen.record`,
    [versions.map((version) => version.resourceId), versions.map((version) => jsonText(version.record))],
  )
}

/**
 * Stores what a collector saw. A record whose content hash is unchanged costs no new version; a deleted resource that
 * is seen again opens a new one. One transaction; repeating it changes nothing.
 */
export async function saveResources(
  pool: Pool,
  records: ResourceRecord[],
  run: { id: number | null; now: Date },
): Promise<SavedResources> {
  const byKey = new Map(records.map((record) => [keyOf(record), record]))
  const unique = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record)
  if (unique.length === 0) return { seen: 0, added: [], changed: [] }
  return inTransaction(pool, async (db) => {
    const rows = new Map((await upsertResources(db, unique, run.now)).map((row) => [row.key, row]))
    const saved: SavedResources = { seen: unique.length, added: [], changed: [] }
    const versions: NewVersion[] = []
    const unchanged: NewVersion[] = []
    for (const record of unique) {
      const row = rows.get(keyOf(record))
      if (!row) continue
      const version = { resourceId: row.id, hash: contentHash(asStored(record)), record }
      if (row.hash === version.hash && !row.deleted) {
        unchanged.push(version)
        continue
      }
      versions.push(version)
      if (row.hash === null) saved.added.push(record.arn)
      else saved.changed.push(record.arn)
    }
    if (versions.length > 0) await addVersions(db, versions, run.now, run.id)
    if (unchanged.length > 0) await refreshRecords(db, unchanged)
    return saved
  })
}

/** Marks as deleted what a complete listing, of the kind or of one `source` of it, did not see since it began. Returns the ids. */
export async function markDeleted(
  pool: Pool,
  scope: { accountId: string; region: string; kind: string; part?: string; since: Date; now: Date },
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH gone AS (
       UPDATE resource SET deleted_at = $5
       WHERE account_id = $1 AND region = $2 AND kind = $3 AND last_seen_at < $4 AND deleted_at IS NULL
         AND ($6::text IS NULL OR summary->>'source' = $6)
       RETURNING id
     ), closed AS (
       UPDATE resource_version SET valid_to = $5 FROM gone WHERE resource_id = gone.id AND valid_to IS NULL
     )
     SELECT id FROM gone`,
    [scope.accountId, scope.region, scope.kind, scope.since, scope.now, scope.part ?? null],
  )
  return rows.map((row) => row.id)
}

/** The current records of one kind in one account and region, by ARN. */
export async function currentRecords(
  pool: Pool,
  scope: { accountId: string; region: string; kind: string },
): Promise<Map<string, ResourceRecord>> {
  const { rows } = await pool.query<{ arn: string; record: ResourceRecord }>(
    `SELECT r.arn, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
     WHERE r.account_id = $1 AND r.region = $2 AND r.kind = $3 AND r.deleted_at IS NULL`,
    [scope.accountId, scope.region, scope.kind],
  )
  return new Map(rows.map((row) => [row.arn, row.record]))
}
