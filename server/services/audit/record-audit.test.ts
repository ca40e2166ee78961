import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeContext } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { canonicalJson } from './canonical-json.ts'
import { recordAudit, verifyAudit } from './record-audit.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const write = (action: string, details: Record<string, unknown> = {}) =>
  database.prisma.$transaction((tx) =>
    recordAudit(tx, makeContext(database), { action, entity: 'thing', entityId: '1', details }),
  )

describe('the audit log', () => {
  test('is one chain, however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        write(`write-${i}`, { i, nested: { b: 1, a: [undefined, '\u202E'] }, gone: undefined }),
      ),
    )
    expect(await verifyAudit(database)).toEqual({ entries: 12, brokenAt: null })
  })

  test('keeps nothing of a change that was rolled back', async () => {
    const failing = database.prisma.$transaction(async (tx) => {
      await recordAudit(tx, makeContext(database), { action: 'lost', entity: 'thing', entityId: '1' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await verifyAudit(database)).toEqual({ entries: 12, brokenAt: null })
  })

  test('cannot be changed or deleted, and shows it when the database was made to', async () => {
    await expect(database.pool.query("UPDATE audit_entry SET actor = 'Eve'")).rejects.toThrow()
    await expect(database.pool.query('DELETE FROM audit_entry')).rejects.toThrow()
    const { id } = await database.prisma.auditEntry.findFirstOrThrow({ skip: 4, orderBy: { id: 'asc' } })
    await database.pool.query('ALTER TABLE audit_entry DISABLE TRIGGER USER')
    await database.pool.query("UPDATE audit_entry SET actor = 'Eve' WHERE id = $1", [id])
    expect(await verifyAudit(database)).toEqual({ entries: 4, brokenAt: id })
  })
})

describe('canonical JSON', () => {
  test('does not depend on the order of keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
