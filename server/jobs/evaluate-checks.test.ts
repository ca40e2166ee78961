import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { createException } from '#server/services/exceptions/change-exceptions.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import { makeContext } from '#server/testing/factories.ts'
import { ACCOUNT, functionRecord, publicFunction, REGION } from '#server/testing/records/function-record.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { evaluateChecks } from './evaluate-checks.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 9) + minutes * MINUTE_MS)
const URL_CHECK = 'function-url-public'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query(
    'TRUNCATE resource, resource_version, finding, alert, alert_entry, collector_cursor, check_tally, posture_score, exception, own_rule, setting CASCADE',
  ),
)
afterAll(() => db.drop())

const save = (minutes: number, ...records: Parameters<typeof saveResources>[1]) =>
  saveResources(db.pool, records, { id: null, now: at(minutes) })
const evaluate = (minutes: number) => evaluateChecks(db.pool, ACCOUNT, at(minutes))
const findings = async (checkId = URL_CHECK) =>
  (
    await db.pool.query('SELECT status FROM finding WHERE check_id = $1 ORDER BY opened_at', [checkId])
  ).rows.map((row) => row.status)
const alerts = async () =>
  (
    await db.pool.query(
      'SELECT title, state, resource_name, occurrences FROM alert WHERE rule_id = $1 ORDER BY title',
      [URL_CHECK],
    )
  ).rows
const verdict = async (name: string, checkId: string) => {
  const { rows } = await db.pool.query(
    'SELECT a.verdicts->$2 AS verdict FROM assessment a JOIN resource r ON r.id = a.resource_id WHERE r.name = $1',
    [name, checkId],
  )
  return rows[0]?.verdict
}
const tally = async (checkId: string) => {
  const { pass, fail, excepted, unknown } = await db.prisma.checkTally.findFirstOrThrow({
    where: { checkId, accountId: ACCOUNT, region: REGION },
  })
  return { pass, fail, excepted, unknown }
}
const scores = async () =>
  (await db.pool.query("SELECT score, cause FROM posture_score WHERE account_id = '' ORDER BY id")).rows
const collected = (...kinds: string[]) =>
  db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT 'sweep-' || kind, $2, $3, '{}', now() FROM unnest($1::text[]) kind`,
    [kinds, ACCOUNT, REGION],
  )

describe('a finding', () => {
  it('opens with its alert for what fails, and only for that', async () => {
    await save(0, publicFunction('shop'), functionRecord('quiet'))
    await evaluate(1)
    await evaluate(2)
    expect(await findings()).toEqual(['open'])
    expect(await alerts()).toEqual([
      {
        title: 'Function URL open to everyone: shop',
        state: 'firing',
        resource_name: 'shop',
        occurrences: 1,
      },
    ])
  })

  it('closes when the configuration is mended, and says why', async () => {
    await save(0, publicFunction('shop'))
    await evaluate(1)
    await save(5, publicFunction('shop', { urls: absent() }))
    await evaluate(6)
    expect(await findings()).toEqual(['closed'])
    expect(await alerts()).toMatchObject([{ state: 'resolved' }])
    const { rows } = await db.pool.query(
      `SELECT e.kind, e.text FROM finding_entry e JOIN finding f ON f.id = e.finding_id WHERE f.check_id = $1 ORDER BY e.at`,
      [URL_CHECK],
    )
    expect(rows).toEqual([
      { kind: 'opened', text: '' },
      { kind: 'closed', text: 'The configuration no longer shows it.' },
    ])
  })

  it('stays as it is when nobody could look any more', async () => {
    await save(0, publicFunction('shop'))
    await evaluate(1)
    await save(5, publicFunction('shop', { urls: denied('lambda:ListFunctionUrlConfigs') }))
    await evaluate(6)
    await save(7, publicFunction('shop', { policy: denied('lambda:GetPolicy') }))
    await evaluate(8)
    expect(await findings()).toEqual(['open'])
    expect(await alerts()).toMatchObject([{ state: 'firing' }])
    expect(await verdict('shop', URL_CHECK)).toMatchObject({ unknown: expect.stringContaining('denied') })
  })

  it('closes with the resource', async () => {
    await save(0, publicFunction('shop'))
    await evaluate(1)
    await markDeleted(db.pool, {
      accountId: ACCOUNT,
      region: REGION,
      kind: 'function',
      since: at(2),
      now: at(2),
    })
    await evaluate(3)
    expect(
      new Set((await db.pool.query('SELECT status FROM finding')).rows.map((row) => row.status)),
    ).toEqual(new Set(['closed']))
    expect(await alerts()).toMatchObject([{ state: 'resolved' }])
    expect(await verdict('shop', URL_CHECK)).toBeUndefined()
  })

  it('closes when its check is switched off, and opens when it is on again', async () => {
    await save(0, publicFunction('shop'))
    await evaluate(1)
    const set = (enabled: boolean) => ({ [URL_CHECK]: { enabled } })
    await db.prisma.setting.create({ data: { key: 'checks', value: set(false), updatedAt: at(2) } })
    await evaluate(2)
    expect(await findings()).toEqual(['closed'])
    await db.prisma.setting.update({ where: { key: 'checks' }, data: { value: set(true) } })
    await evaluate(3)
    expect(await findings()).toEqual(['closed', 'open'])
    expect((await scores()).at(-1)).toMatchObject({ cause: 'catalogue' })
  })
})

it('goes through every page of a large account, and of another account does nothing', async () => {
  const many = Array.from({ length: 600 }, (_, i) => publicFunction(`f${i}`))
  await save(0, ...many, publicFunction('foreign', { accountId: '999988887777' }))
  await evaluate(1)
  expect(await findings()).toHaveLength(600)
  await evaluate(20)
  await save(25, publicFunction('f7', { urls: absent() }))
  expect((await evaluate(26)).judged).toBe(1)
  expect((await findings()).filter((status) => status === 'closed')).toHaveLength(1)
  expect(await tally(URL_CHECK)).toMatchObject({ fail: 599, pass: 0 })
})

it('takes a record that it cannot read for unknown', async () => {
  await save(0, functionRecord('odd', { memoryMb: known(1) }), publicFunction('shop'))
  await db.pool.query("UPDATE resource_version SET record = record - 'urls' WHERE record->>'name' = 'odd'")
  await evaluate(1)
  expect(await alerts()).toMatchObject([{ resource_name: 'shop' }])
  expect(await verdict('odd', URL_CHECK)).toMatchObject({ unknown: expect.any(String) })
})

it('looks again when something changes that a verdict rests on, and not at the rest', async () => {
  await collected('function', 'log-group')
  const group = makeLogGroup({ name: '/aws/lambda/shop', accountId: ACCOUNT, region: REGION })
  await save(0, functionRecord('shop', { logGroup: known(group.name) }), functionRecord('other'), group)
  await evaluate(1)
  expect(await verdict('shop', 'log-group-missing')).toBe('pass')
  await evaluate(20)
  await markDeleted(db.pool, {
    accountId: ACCOUNT,
    region: REGION,
    kind: 'log-group',
    since: at(25),
    now: at(25),
  })
  const { judged } = await evaluate(26)
  expect(judged).toBe(1)
  expect(await verdict('shop', 'log-group-missing')).not.toBe('pass')
})

it('tells one alert of a resource, its worst, and none of what is excepted', async () => {
  await collected('function')
  await save(0, publicFunction('shop', { runtime: known('python3.6') }))
  await evaluate(1)
  const told = async () =>
    (await db.pool.query("SELECT rule_id, state FROM alert WHERE rule_kind = 'check' ORDER BY created_at"))
      .rows
  expect(await told()).toMatchObject([{ rule_id: 'open-vulnerable', state: 'firing' }])
  await db.prisma.awsAccount.upsert({
    where: { id: ACCOUNT },
    create: { id: ACCOUNT, name: 'shop' },
    update: {},
  })
  await createException(makeContext(db, 'reviewer', at(2).getTime()), {
    selector: {
      checks: ['open-vulnerable'],
      resources: [publicFunction('shop').arn],
      arnPatterns: [],
      tags: [],
      accounts: [],
      everywhere: false,
    },
    reason: 'It is replaced next week.',
    approver: 'Ada',
    days: 7,
  })
  expect(await told()).toMatchObject([{ rule_id: 'open-vulnerable', state: 'resolved' }])
  await evaluate(3)
  expect(await told()).toContainEqual({ rule_id: URL_CHECK, state: 'firing' })
})

it('counts what is excepted apart from what is open, and says that exceptions moved the score', async () => {
  await save(0, publicFunction('shop'), publicFunction('legacy'))
  await db.prisma.awsAccount.upsert({
    where: { id: ACCOUNT },
    create: { id: ACCOUNT, name: 'shop' },
    update: {},
  })
  await evaluate(1)
  const [before] = await scores()
  await createException(makeContext(db, 'reviewer', at(2).getTime()), {
    selector: {
      checks: [URL_CHECK],
      resources: [publicFunction('legacy').arn],
      arnPatterns: [],
      tags: [],
      accounts: [],
      everywhere: false,
    },
    reason: 'It is switched off next month.',
    approver: 'Ada',
    days: 30,
  })
  expect(await tally(URL_CHECK)).toMatchObject({ fail: 1, excepted: 1 })
  const after = (await scores()).at(-1)
  expect(after).toMatchObject({ cause: 'exceptions' })
  expect(after.score).toBeGreaterThan(before.score)
  await save(5, publicFunction('legacy', { memoryMb: known(1024) }))
  await evaluate(6)
  expect((await findings()).sort()).toEqual(['excepted', 'open'])
})

it('asks the organisation’s own rules, and survives one that never ends', async () => {
  const rule = (id: string, condition: string) => ({
    id,
    title: id,
    why: 'Because.',
    severity: 'high',
    kind: 'function',
    selector: { accounts: [], regions: [], names: [], tags: [], environments: [] },
    condition,
    message: '{name} is too small.',
    remediation: '',
    risks: [],
  })
  const nums = Array.from({ length: 60 }, (_, i) => i).join(', ')
  const endless = `[${nums}].all(a, [${nums}].all(b, [${nums}].all(c, [${nums}].all(d, [${nums}].all(e, a + b + c + d + e >= 0)))))`
  for (const body of [rule('own-memory', 'resource.memoryMb >= 512'), rule('own-endless', endless)])
    await db.prisma.ownRule.create({ data: { id: body.id, body, enabled: true, source: 'browser' } })
  await save(
    0,
    functionRecord('small', { memoryMb: known(128) }),
    functionRecord('big', { memoryMb: known(1024) }),
  )
  await evaluate(1)
  expect(await findings('own-memory')).toEqual(['open'])
  expect(await verdict('big', 'own-memory')).toBe('pass')
  expect(await verdict('big', 'own-endless')).toMatchObject({ unknown: expect.any(String) })
  expect((await db.prisma.ownRule.findUniqueOrThrow({ where: { id: 'own-endless' } })).problem).toMatch(
    /\d+ ms/,
  )
  await db.prisma.ownRule.updateMany({ data: { enabled: false } })
  await evaluate(2)
  expect(await findings('own-memory')).toEqual(['closed'])
})
