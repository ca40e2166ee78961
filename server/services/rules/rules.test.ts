import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { syncRules } from '#server/jobs/sync-rules.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { deleteRule, saveRule, switchRule } from './change-rules.ts'
import { listRules } from './list-rules.ts'
import { ownRule } from './schema.ts'
import { tryRule } from './try-rule.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
let dir: string
beforeAll(async () => {
  db = await createTestDatabase()
  dir = await openTempDir('sightline-rules-')
})
beforeEach(() => db.pool.query('TRUNCATE own_rule, resource, setting CASCADE'))
afterAll(async () => {
  await db.drop()
  await rm(dir, { recursive: true })
})

const ruleOf = (condition: string, id = 'own-memory') =>
  ownRule.parse({
    id,
    title: 'Memory',
    why: 'Agreed.',
    severity: 'low',
    kind: 'function',
    condition,
    message: '{name} is large.',
  })
const admin = () => makeContext(db, 'admin')
const sync = (folder: string | undefined) => syncRules(db, folder, new Date(NOW))

describe('a rule', () => {
  it('is tried against what is stored, and nothing is kept of that', async () => {
    const records = [
      functionRecord('small', { memoryMb: known(128) }),
      functionRecord('large', { memoryMb: known(4096) }),
      functionRecord('hidden', { memoryMb: denied('lambda:GetFunction') }),
    ]
    await saveResources(db.pool, records, { id: null, now: new Date(NOW) })
    const trial = await tryRule(makeContext(db, 'reviewer'), { rule: ruleOf('resource.memoryMb <= 1024') })
    expect(trial).toMatchObject({ problem: null, counts: { pass: 1, fail: 1, unknown: 1, notApplicable: 0 } })
    expect(trial.failing).toMatchObject([{ name: 'large', text: 'large is large.' }])
    expect(trial.unknown[0]?.text).toContain('lambda:GetFunction')
    expect((await listRules(admin())).items).toEqual([])
    expect(await db.prisma.finding.count()).toBe(0)
  })

  it('says where its condition is wrong, and is not saved so', async () => {
    const rule = ruleOf('resource.memoryMb <=')
    expect((await tryRule(admin(), { rule })).problem).not.toBeNull()
    await expect(saveRule(admin(), { rule })).rejects.toThrow('The condition')
  })

  it('is off until it is switched on, and each change is in the audit log', async () => {
    expect(await saveRule(admin(), { rule: ruleOf('true') })).toMatchObject({
      enabled: false,
      source: 'browser',
    })
    expect(await switchRule(admin(), { id: 'own-memory', enabled: true })).toMatchObject({ enabled: true })
    await deleteRule(admin(), { id: 'own-memory' })
    const { rows } = await db.pool.query(
      "SELECT action FROM audit_entry WHERE entity_id = 'own-memory' ORDER BY id",
    )
    expect(rows.map((row) => row.action)).toEqual(['rule.create', 'rule.on', 'rule.delete'])
  })
})

describe('a folder of rules', () => {
  const write = (file: string, text: string) => writeFile(join(dir, file), text)
  const yaml = (id: string) =>
    `id: ${id}\ntitle: Memory\nwhy: Agreed.\nseverity: low\nkind: function\ncondition: resource.memoryMb <= 1024\nmessage: too large\n`
  beforeEach(async () => {
    await rm(dir, { recursive: true })
    await mkdir(dir)
  })

  it('is on from its file, follows it, and goes with it', async () => {
    await write('memory.yaml', yaml('own-memory'))
    await sync(dir)
    expect((await listRules(admin())).items).toMatchObject([
      { enabled: true, source: 'folder', file: expect.stringMatching(/^memory\.yaml/) },
    ])
    await write('memory.yaml', yaml('own-memory').replace('low', 'high'))
    await sync(dir)
    expect((await listRules(admin())).items[0]?.rule.severity).toBe('high')
    await expect(saveRule(admin(), { rule: ruleOf('true') })).rejects.toThrow('change the file')
    await rm(join(dir, 'memory.yaml'))
    await sync(dir)
    expect((await listRules(admin())).items).toEqual([])
  })

  it('stays switched off by hand though its file changes', async () => {
    await write('memory.yaml', yaml('own-memory'))
    await sync(dir)
    await switchRule(admin(), { id: 'own-memory', enabled: false })
    await write('memory.yaml', yaml('own-memory').replace('low', 'high'))
    await sync(dir)
    expect((await listRules(admin())).items).toMatchObject([{ enabled: false, rule: { severity: 'high' } }])
  })

  it('says of a file that is no rule where it is wrong, and takes the others', async () => {
    await write('broken.yaml', 'id: own-broken\n  title: x\n')
    await write('fine.yaml', yaml('own-fine'))
    await sync(dir)
    const list = await listRules(admin())
    expect(list.items.map((one) => one.rule.id)).toEqual(['own-fine'])
    expect(list.problems[0]).toMatchObject({ file: 'broken.yaml', line: expect.any(Number) })
  })

  it('keeps the rules of a file that is broken now', async () => {
    await write('fine.yaml', yaml('own-fine'))
    await sync(dir)
    await write('fine.yaml', 'id: [')
    await sync(dir)
    expect((await listRules(admin())).items).toMatchObject([{ rule: { id: 'own-fine' } }])
  })

  it('does not lose its rules while the folder cannot be read', async () => {
    await write('fine.yaml', yaml('own-fine'))
    await sync(dir)
    await sync(join(dir, 'gone'))
    const list = await listRules(admin())
    expect(list.items).toHaveLength(1)
    expect(list.problems[0]?.text).toContain('cannot be read')
  })
})
