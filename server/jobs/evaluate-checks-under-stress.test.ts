import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { GLOBAL_REGION, RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { ruleForTest } from '#server/own-rules/rule-for-test.ts'
import { createException, endException } from '#server/services/exceptions/change-exceptions.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import { makeContext } from '#server/testing/factories.ts'
import { ACCOUNT, functionRecord, publicFunction, REGION } from '#server/testing/records/function-record.ts'
import { makeStateMachine } from '#server/testing/source-records.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { evaluateChecks } from './evaluate-checks.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 9) + minutes * MINUTE_MS)
const OTHER = '999988887777'
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE resource, resource_version, finding, alert, alert_entry, collector_cursor, check_tally, posture_score, exception, own_rule, setting CASCADE',
  )
  for (const id of [ACCOUNT, OTHER])
    await db.prisma.awsAccount.upsert({ where: { id }, create: { id, name: id }, update: {} })
})
afterAll(() => db.drop())

const save = (minutes: number, ...records: Parameters<typeof saveResources>[1]) =>
  saveResources(db.pool, records, { id: null, now: at(minutes) })
const selector = { checks: [], resources: [], arnPatterns: [], tags: [], accounts: [], everywhere: false }
const except = (minutes: number, part: Partial<Parameters<typeof createException>[1]['selector']>) =>
  createException(makeContext(db, 'reviewer', at(minutes).getTime()), {
    selector: { ...selector, ...part },
    reason: 'It is switched off next month.',
    approver: 'Ada',
    days: 30,
  })

/** What the counts say, and what verdicts and findings come to when they are counted from the start. */
async function drift() {
  const counts =
    'sum(pass)::int AS pass, sum(unknown)::int AS unknown, sum(na)::int AS na, sum(fail)::int AS fail'
  const { rows: kept } = await db.pool.query(
    `SELECT check_id, pass, unknown, not_applicable AS na, fail, excepted FROM check_tally
     WHERE pass + unknown + not_applicable + fail + excepted <> 0 ORDER BY 1`,
  )
  const { rows: counted } = await db.pool.query(
    `SELECT check_id, ${counts}, sum(excepted)::int AS excepted FROM (
       SELECT e.key AS check_id, (e.value = '"pass"')::int AS pass, (jsonb_typeof(e.value) = 'object')::int AS unknown,
         (e.value = '"not applicable"')::int AS na, 0 AS fail, 0 AS excepted
       FROM assessment a, jsonb_each(a.verdicts) e WHERE e.value <> '"fail"'
       UNION ALL SELECT check_id, 0, 0, 0, (status = 'open')::int, (status = 'excepted')::int FROM finding WHERE status <> 'closed'
     ) c GROUP BY 1 ORDER BY 1`,
  )
  return { kept, counted }
}

it('counts rightly after a worker died between two pages', async () => {
  const names = Array.from({ length: 300 }, (_, i) => `f${i}`)
  await save(0, ...names.map((name) => functionRecord(name)))
  await evaluateChecks(db.pool, ACCOUNT, at(1))
  await save(
    20,
    ...names.map((name, i) =>
      i % 2
        ? publicFunction(name)
        : functionRecord(name, { tracingMode: known('Active'), policy: denied('lambda:GetPolicy') }),
    ),
  )
  let pages = 0
  const dying = {
    throwIfAborted: () => {
      pages += 1
      if (pages === 2) throw new Error('died')
    },
  } as AbortSignal
  await expect(evaluateChecks(db.pool, ACCOUNT, at(21), dying)).rejects.toThrow('died')
  await evaluateChecks(db.pool, ACCOUNT, at(22))
  const { kept, counted } = await drift()
  expect(kept).toEqual(counted)
})

/** Waits until so many transactions wait for a lock of this database. */
async function waiting(count: number) {
  for (;;) {
    const { rows } = await db.pool.query(
      `SELECT count(DISTINCT pid)::int AS count FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
    )
    if (rows[0].count >= count) return
  }
}

it('lets an exception be made while an account is judged', async () => {
  await save(0, publicFunction('a'), publicFunction('b', { accountId: OTHER }))
  await evaluateChecks(db.pool, ACCOUNT, at(1))
  await evaluateChecks(db.pool, OTHER, at(1))
  await save(20, publicFunction('c', { accountId: OTHER }))
  const slow = await db.pool.connect()
  await slow.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('posture-score'))")
  const excepted = except(21, { checks: ['function-url-public'], everywhere: true })
  await waiting(1)
  const evaluated = evaluateChecks(db.pool, OTHER, at(21))
  await waiting(2)
  await slow.query('COMMIT')
  slow.release()
  await Promise.all([excepted, evaluated])
  const { rows } = await db.pool.query("SELECT status FROM finding WHERE check_id = 'function-url-public'")
  expect(rows.map((row) => row.status)).toEqual(['excepted', 'excepted', 'excepted'])
})

it('judges an account rightly where two workers have it', async () => {
  await save(0, ...Array.from({ length: 40 }, (_, i) => publicFunction(`f${i}`)))
  await Promise.all([1, 2].map((minute) => evaluateChecks(db.pool, ACCOUNT, at(minute))))
  await save(20, ...Array.from({ length: 80 }, (_, i) => publicFunction(`f${i}`, { urls: absent() })))
  await Promise.all([21, 22, 23].map((minute) => evaluateChecks(db.pool, ACCOUNT, at(minute))))
  const { kept, counted } = await drift()
  expect(kept).toEqual(counted)
})

it('judges an account in which somebody wrote names longer than any index takes', async () => {
  const name = Array.from(
    { length: 3000 },
    (_, i) => createHash('md5').update(String(i)).digest('hex')[0],
  ).join('')
  const calls = known([{ state: 'Charge', function: name, synchronous: true, retries: 0, catches: false }])
  const place = { accountId: ACCOUNT, region: REGION }
  await save(0, publicFunction('shop'), makeStateMachine({ ...place, calls }))
  await evaluateChecks(db.pool, ACCOUNT, at(1))
  const { rows } = await db.pool.query(
    "SELECT count(*)::int AS count FROM finding WHERE check_id = 'function-url-public'",
  )
  expect(rows).toEqual([{ count: 1 }])
})

it('keeps what an own rule found when its condition is not understood any more, and says so', async () => {
  const body = ruleForTest({ id: 'own-memory', condition: 'resource.memoryMb >= 512' })
  await db.prisma.ownRule.create({ data: { id: body.id, body, enabled: true, source: 'folder' } })
  await save(0, functionRecord('small'))
  await evaluateChecks(db.pool, ACCOUNT, at(1))
  await db.prisma.ownRule.update({
    where: { id: body.id },
    data: { body: { ...body, condition: 'resource.memoryMb >=' } },
  })
  await evaluateChecks(db.pool, ACCOUNT, at(2))
  const { rows } = await db.pool.query("SELECT status FROM finding WHERE check_id = 'own-memory'")
  expect(rows).toEqual([{ status: 'open' }])
  expect(await db.prisma.ownRule.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({
    problem: expect.any(String),
  })
})

it('keeps the word about a rule that was stopped on one page when it ran on the next', async () => {
  const nums = Array.from({ length: 60 }, (_, i) => i).join(', ')
  const endless = `[${nums}].all(a, [${nums}].all(b, [${nums}].all(c, [${nums}].all(d, [${nums}].all(e, a + b + c + d + e >= 0)))))`
  const body = ruleForTest({ id: 'own-slow', condition: `resource.memoryMb < 1024 || (${endless})` })
  await db.prisma.ownRule.create({ data: { id: body.id, body, enabled: true, source: 'browser' } })
  await save(0, functionRecord('huge', { memoryMb: known(2048) }))
  await save(1, ...Array.from({ length: 260 }, (_, i) => functionRecord(`f${i}`)))
  await evaluateChecks(db.pool, ACCOUNT, at(2))
  expect(await db.prisma.ownRule.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({
    problem: expect.stringContaining('stopped'),
  })
}, 60_000)

it('judges one function again when one function changes, and not all beside it', async () => {
  const tags = known({ env: 'prod' })
  await db.pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT 'sweep-' || kind, $2, region, '{}', now() FROM unnest($1::text[]) kind, unnest($3::text[]) region`,
    [RESOURCE_KINDS, ACCOUNT, [REGION, GLOBAL_REGION]],
  )
  await save(
    0,
    ...Array.from({ length: 20 }, (_, i) => functionRecord(`f${i}`, { tags, codeSha256: known(`c0de${i}`) })),
  )
  await db.pool.query(`UPDATE resource SET derived = '{"owner": "a", "env": "prod", "criticality": null}'`)
  await db.pool.query(
    `INSERT INTO insight (resource_id, body, inputs_hash, computed_at) SELECT id, '{}', '', $1 FROM resource`,
    [at(0)],
  )
  await evaluateChecks(db.pool, ACCOUNT, at(20))
  await save(40, functionRecord('f3', { tags, codeSha256: known('c0de3'), memoryMb: known(1024) }))
  expect((await evaluateChecks(db.pool, ACCOUNT, at(41))).judged).toBe(1)
})

it('counts after any changes what a count from the start finds', async () => {
  const change = fc.oneof(
    fc.record({ kind: fc.constant('public' as const), of: fc.nat(5) }),
    fc.record({
      kind: fc.constant('quiet' as const),
      of: fc.nat(5),
      memoryMb: fc.integer({ min: 128, max: 130 }),
    }),
    fc.record({ kind: fc.constant('denied' as const), of: fc.nat(5) }),
    fc.record({ kind: fc.constant('delete' as const), of: fc.nat(5) }),
    fc.record({ kind: fc.constant('except' as const), of: fc.nat(5) }),
    fc.record({ kind: fc.constant('end' as const), of: fc.nat(5) }),
    fc.record({ kind: fc.constant('switch' as const), of: fc.nat(1) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { maxLength: 3 }), { minLength: 2, maxLength: 6 }),
      async (rounds) => {
        await db.pool.query(
          'TRUNCATE resource, resource_version, finding, alert, alert_entry, collector_cursor, check_tally, posture_score, exception, own_rule, setting CASCADE',
        )
        let minute = 0
        for (const round of rounds) {
          for (const one of round) {
            minute += 1
            const name = `f${one.of}`
            if (one.kind === 'public') await save(minute, publicFunction(name))
            else if (one.kind === 'quiet')
              await save(minute, functionRecord(name, { memoryMb: known(one.memoryMb) }))
            else if (one.kind === 'denied')
              await save(
                minute,
                publicFunction(name, { policy: denied('lambda:GetPolicy'), tags: denied('x') }),
              )
            else if (one.kind === 'delete')
              await markDeleted(db.pool, {
                accountId: ACCOUNT,
                region: REGION,
                kind: 'function',
                since: at(minute - 1),
                now: at(minute),
              })
            else if (one.kind === 'except') await except(minute, { resources: [functionRecord(name).arn] })
            else if (one.kind === 'end') {
              const found = await db.prisma.exception.findFirst({
                where: { endedAt: null, expiresAt: { gt: at(minute) } },
              })
              if (found)
                await endException(makeContext(db, 'reviewer', at(minute).getTime()), { id: found.id })
            } else {
              const value = { 'function-url-public': { enabled: one.of === 1 } }
              await db.prisma.setting.upsert({
                where: { key: 'checks' },
                create: { key: 'checks', value, updatedAt: at(minute) },
                update: { value },
              })
            }
          }
          minute += 15
          await evaluateChecks(db.pool, ACCOUNT, at(minute))
          const { kept, counted } = await drift()
          expect(kept).toEqual(counted)
        }
      },
    ),
    { numRuns: 12 },
  )
}, 120_000)
