import type { Pool, PoolClient } from 'pg'
import type { SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import type { SourceStatus } from '#server/domain/trail-sources/source-state.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { jsonText, plainText } from './json-text.ts'

type Db = Pool | PoolClient

/** How far the files of one account and region were read: the newest key, and what was read of the hours before it. */
export type FilePlace = {
  newest: string
  read: string[]
  lookedAt: string
  changedAt: string
  /** Keys that CloudTrail cannot have given, as far as they were told. */
  aside?: string[]
  /** The file that is next, and could not be read or stored so many times. */
  failing?: { key: string; tries: number } | undefined
}

export type SourceCursor = {
  /** From an event to its arrival here, of the last batch. */
  lagMs?: number
  /** Messages that wait in the queue, about. */
  waiting?: number
  /** By the prefix of an account and region. */
  places?: Record<string, FilePlace>
}

export type StoredSource = TrailSource & { enabled: boolean; status: SourceStatus; cursor: SourceCursor }

const COLUMNS = `id, kind, name, address, account_id AS "accountId", region, settings, enabled, status,
  coalesce(cursor, '{}') AS cursor`

/** A source by its id; undefined once it was removed. */
export async function findSource(db: Db, id: string): Promise<StoredSource | undefined> {
  const { rows } = await db.query<StoredSource>(`SELECT ${COLUMNS} FROM trail_source WHERE id = $1`, [id])
  return rows[0]
}

/** Sources of some kinds that are switched on. */
export async function enabledSources(db: Db, kinds: readonly SourceKind[]): Promise<StoredSource[]> {
  const { rows } = await db.query<StoredSource>(
    `SELECT ${COLUMNS} FROM trail_source WHERE enabled AND kind = ANY($1::text[]) ORDER BY created_at, id`,
    [kinds],
  )
  return rows
}

/** Keeps what came of asking a source. */
export async function setSourceStatus(
  db: Db,
  id: string,
  { status, text = '' }: { status: SourceStatus; text?: string },
  now: Date,
): Promise<void> {
  await db.query('UPDATE trail_source SET status = $2, status_text = $3, checked_at = $4 WHERE id = $1', [
    id,
    status,
    plainText(text).slice(0, 500),
    now,
  ])
}

/** What an empty queue says nothing about: what was in it waits elsewhere, or comes back. */
const NOT_OF_RECEIVING = `status_text ~ '(GetObject|DeleteMessage)'`

/**
 * Notes that a queue was empty. A log file that could not be read, and messages that could not be deleted, stay the
 * source's state until they can be.
 */
export async function setSourceEmpty(db: Db, id: string, now: Date): Promise<void> {
  await db.query(
    `UPDATE trail_source SET checked_at = $2,
       status = CASE WHEN ${NOT_OF_RECEIVING} THEN status ELSE 'ok' END,
       status_text = CASE WHEN ${NOT_OF_RECEIVING} THEN status_text ELSE '' END WHERE id = $1`,
    [id, now],
  )
}

export async function setWaiting(db: Db, id: string, waiting: number): Promise<void> {
  await db.query(
    `UPDATE trail_source SET cursor = coalesce(cursor, '{}') || jsonb_build_object('waiting', $2::int) WHERE id = $1`,
    [id, waiting],
  )
}

export type Received = {
  /** Records that were read, whether or not they were there already. */
  records: number
  /** Of the newest of them. */
  newestAt: Date | null
  lagMs: number | null
}

/** Counts what a source brought; to be called in the transaction that stores it. */
export async function countReceived(db: Db, id: string, received: Received, now: Date): Promise<void> {
  const { records, newestAt, lagMs } = received
  await db.query(
    `UPDATE trail_source SET records = records + $2, last_record_at = greatest(last_record_at, $3), checked_at = $5,
       status = 'ok', status_text = '',
       cursor = CASE WHEN $4::bigint IS NULL THEN cursor
         ELSE coalesce(cursor, '{}') || jsonb_build_object('lagMs', $4::bigint) END
     WHERE id = $1`,
    [id, records, newestAt, lagMs === null ? null : Math.round(lagMs), now],
  )
}

/** Keeps how far the files of one account and region were read; to be called in the transaction that stores them. */
export async function setFilePlace(db: Db, id: string, prefix: string, place: FilePlace): Promise<void> {
  await db.query(
    `UPDATE trail_source SET cursor = jsonb_set(
       CASE WHEN coalesce(cursor, '{}') ? 'places' THEN cursor ELSE coalesce(cursor, '{}') || '{"places": {}}' END,
       ARRAY['places', $2], $3) WHERE id = $1`,
    [id, prefix, jsonText(place)],
  )
}
