import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { currentRecords, markDeleted, saveResources } from './save-resources.ts'

const scope = { accountId: ACCOUNT, region: REGION, kind: 'function' }
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute))
const save = (minute: number, ...records: Parameters<typeof saveResources>[1]) =>
  saveResources(db.pool, records, { id: null, now: at(minute) })

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE resource, resource_version RESTART IDENTITY CASCADE'))
afterAll(() => db.drop())

async function versions(name: string) {
  const { rows } = await db.pool.query(
    `SELECT v.valid_from AS from, v.valid_to AS to, v.id = r.current_version_id AS current
     FROM resource_version v JOIN resource r ON r.id = v.resource_id WHERE r.name = $1 ORDER BY v.id`,
    [name],
  )
  return rows
}

describe('saving resources', () => {
  it('adds a version when a record is new or changed, and none when it is not', async () => {
    const record = functionRecord('a')
    expect(await save(0, record)).toEqual({ seen: 1, added: [record.arn], changed: [] })
    expect(await save(1, record)).toEqual({ seen: 1, added: [], changed: [] })
    const changed = { ...record, memoryMb: known(512) }
    expect(await save(2, changed)).toEqual({ seen: 1, added: [], changed: [record.arn] })
    expect(await versions('a')).toEqual([
      { from: at(0), to: at(2), current: false },
      { from: at(2), to: null, current: true },
    ])
    const { rows } = await db.pool.query('SELECT first_seen_at, last_seen_at, summary FROM resource')
    expect(rows).toMatchObject([{ first_seen_at: at(0), last_seen_at: at(2), summary: { memoryMb: 512 } }])
  })

  it('opens a new version of what was deleted and is seen again, though nothing changed', async () => {
    const record = functionRecord('a')
    await save(0, record)
    await markDeleted(db.pool, { ...scope, since: at(1), now: at(1) })
    expect(await currentRecords(db.pool, scope)).toEqual(new Map())
    expect(await save(2, record)).toMatchObject({ changed: [record.arn] })
    expect(await versions('a')).toEqual([
      { from: at(0), to: at(1), current: false },
      { from: at(2), to: null, current: true },
    ])
    expect([...(await currentRecords(db.pool, scope)).keys()]).toEqual([record.arn])
  })

  it('marks as deleted only what the listing of that account, region and kind no longer has', async () => {
    await save(
      0,
      functionRecord('gone'),
      functionRecord('here'),
      functionRecord('elsewhere', { region: 'us-east-1' }),
    )
    await save(1, functionRecord('here'))
    expect(await markDeleted(db.pool, { ...scope, since: at(1), now: at(2) })).toHaveLength(1)
    expect(await markDeleted(db.pool, { ...scope, since: at(1), now: at(3) })).toEqual([])
    const { rows } = await db.pool.query('SELECT name FROM resource WHERE deleted_at IS NOT NULL')
    expect(rows).toEqual([{ name: 'gone' }])
  })

  it('keeps hostile text without losing a record', async () => {
    const texts = [
      'nul \u0000 here',
      'half \ud800 a pair \udc00',
      'bidi \u202e gnp.exe',
      '\\u0000 written out',
      '<b>=cmd|',
    ]
    await save(
      0,
      ...texts.map((text, i) =>
        functionRecord(`f${i}${text.slice(0, 5)}`, {
          arn: `arn:${i}:${text}`,
          description: known(text),
          tags: known({ [text]: text }),
        }),
      ),
    )
    const records = [...(await currentRecords(db.pool, scope)).values()]
    const kept = records.map((record) => record.kind === 'function' && record.description)
    expect(kept).toEqual(
      expect.arrayContaining([
        known('nul \u2400 here'),
        known('half \ufffd a pair \ufffd'),
        known(texts[2]),
        known(texts[3]),
        known(texts[4]),
      ]),
    )
    const again = await save(1, ...records)
    expect(again).toMatchObject({ added: [], changed: [] })
  })

  it('writes one version when several savers see the same at once, in whatever order', async () => {
    const records = Array.from({ length: 60 }, (_, i) => functionRecord(`f${i}`))
    const savers = Array.from({ length: 4 }, (_, i) => save(i, ...(i % 2 ? records.toReversed() : records)))
    const saved = await Promise.all(savers)
    expect(saved.flatMap(({ added }) => added)).toHaveLength(60)
    const { rows } = await db.pool.query(
      'SELECT count(*)::int AS versions, count(DISTINCT resource_id)::int AS resources FROM resource_version',
    )
    expect(rows).toEqual([{ versions: 60, resources: 60 }])
  })
})
