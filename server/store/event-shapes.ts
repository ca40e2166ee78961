import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { keyText, plainText } from './json-text.ts'

/** What events are counted by: each different combination is a row of trail_shape, and every event names its own. */
function partsOf(record: TrailRecord): string[] {
  return [
    record.accountId,
    keyText(record.region),
    plainText(record.eventSource),
    keyText(record.eventName),
    keyText(record.functionName) ?? '',
    record.tool,
    keyText(record.errorCode) ?? '',
    record.readOnly ? 'read' : 'write',
    record.category,
  ]
}

/** The same as in the migration that gave stored events their shapes: each part with its length before it. */
function keyOf(parts: string[]): string {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

type Shape = { key: string; parts: string[] }

async function idsByKey(db: Pool | PoolClient, shapes: Shape[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ key: string; id: number }>(
    `SELECT encode(key, 'hex') AS key, id FROM trail_shape WHERE key IN (SELECT decode(k, 'hex') FROM unnest($1::text[]) k)`,
    [shapes.map(({ key }) => key)],
  )
  return new Map(rows.map(({ key, id }) => [key, id]))
}

async function addShapes(db: Pool | PoolClient, shapes: Shape[]): Promise<void> {
  const sorted = shapes.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const column = (i: number) => sorted.map(({ parts }) => parts[i])
  await db.query(
    `INSERT INTO trail_shape (key, account_id, region, event_source, event_name, function_name, tool, error_code, kind, category)
     SELECT decode(key, 'hex'), account_id, region, event_source, event_name, function_name, tool, error_code, kind, category
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::text[]) AS s (key, account_id, region, event_source, event_name, function_name, tool, error_code, kind, category)
     ON CONFLICT (key) DO NOTHING`,
    [sorted.map(({ key }) => key), ...Array.from({ length: 9 }, (_, i) => column(i))],
  )
}

/** The id of each record's shape; new shapes are stored. */
export async function shapesOf(db: Pool | PoolClient, records: readonly TrailRecord[]): Promise<number[]> {
  const byText = new Map<string, Shape>()
  const shapes = records.map((record) => {
    const parts = partsOf(record)
    const text = parts.join('\u0000')
    const known = byText.get(text) ?? { key: keyOf(parts), parts }
    byText.set(text, known)
    return known
  })
  const different = [...byText.values()]
  let ids = await idsByKey(db, different)
  const missing = different.filter(({ key }) => !ids.has(key))
  if (missing.length > 0) {
    await addShapes(db, missing)
    ids = new Map([...ids, ...(await idsByKey(db, missing))])
  }
  return shapes.map(({ key }) => {
    const id = ids.get(key)
    if (id === undefined) throw new Error('The shape of an event went away while it was stored.')
    return id
  })
}
