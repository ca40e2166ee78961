import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ForbiddenError, NotFoundError } from '#server/errors.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { beginRun, endRun } from '#server/store/runs.ts'
import { countSpend } from '#server/store/watch-spend.ts'
import { ACCOUNT_ID, createAccount, makeContext, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getWatchCost } from './get-watch-cost.ts'
import { setWatchBudget } from './set-watch-budget.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
const at = (text: string) => new Date(`2026-11-${text}Z`)
const PLACE = { accountId: ACCOUNT_ID, region: REGION }

async function run(collector: string, when: Date, costUsd: number, calls = 10): Promise<void> {
  const id = await beginRun(db.pool, { collector, ...PLACE }, when)
  const summary = {
    status: 'ok' as const,
    items: 1,
    calls,
    throttles: 1,
    costUsd,
    durationMs: 5,
    problems: [],
  }
  await endRun(db.pool, id, summary, when)
}

beforeAll(async () => {
  db = await createTestDatabase()
  await createAccount(db, { enabledRegions: [REGION] })
  await run('lambda-metrics', at('18T10:00:00'), 0.5)
  await run('lambda-metrics', at('18T23:59:59'), 0.25)
  await run('lambda-metrics', at('19T00:00:00'), 0.1)
  await run('functions', at('19T00:00:00'), 0, 400)
  await run('lambda-metrics', new Date('2026-10-31T23:59:00Z'), 7)
  const spend = { calls: 3, throttles: 0, costUsd: 0.01 }
  await countSpend(db.pool, { ...PLACE, collector: 'bucket' }, spend, at('19T01:00:00'))
})
afterAll(() => db.drop())

describe('what the watch costs', () => {
  it('is told of this month, by day and collector', async () => {
    const { days, byCollector, accounts, from } = await getWatchCost(makeContext(db, 'viewer'))
    expect(from).toBe('2026-11-01T00:00:00.000Z')
    expect(days).toEqual([
      { day: '2026-11-18', calls: 20, costUsd: 0.75 },
      { day: '2026-11-19', calls: 413, costUsd: expect.closeTo(0.11) },
    ])
    expect(byCollector.map(({ collector, calls, throttles }) => [collector, calls, throttles])).toEqual([
      ['lambda-metrics', 30, 3],
      ['bucket', 3, 0],
      ['functions', 400, 1],
    ])
    expect(accounts).toMatchObject([
      {
        accountId: ACCOUNT_ID,
        spentUsd: expect.closeTo(0.86),
        budgetUsd: 30,
        isUsual: true,
        forecastUsd: null,
        slowed: [],
      },
    ])
  })

  it('is forecast from the last plan, and says what was slowed', async () => {
    const slowed = { group: 'rare', activity: 'quiet', functions: 3, wantedS: 900, slowestS: 3600 }
    const plan = {
      at: new Date(NOW).toISOString(),
      wanted: { account: 0.0036, troubled: 0, others: 0.1 },
      plannedUsdPerHour: 0.04,
      slowed: [slowed],
      functions: { troubled: 0, active: 2, quiet: 3, idle: 5 },
    }
    const cursor = { plan, clockSkewMs: 200_000 }
    await moveCursor(db.pool, { collector: 'poll-metrics', ...PLACE }, cursor, new Date(NOW))
    const [account] = (await getWatchCost(makeContext(db, 'viewer'))).accounts
    const hoursLeft = (Date.UTC(2026, 11, 1) - NOW) / 3_600_000
    expect(account).toMatchObject({
      forecastUsd: expect.closeTo(0.86 + 0.04 * hoursLeft),
      wantedUsdPerMonth: expect.closeTo(0.1036 * 720),
      functions: { quiet: 3, idle: 5 },
      slowed: [{ region: REGION, ...slowed }],
      clockSkewMs: 200_000,
    })
  })
})

describe('the budget', () => {
  it('is set by an administrator, audited, and taken back', async () => {
    const context = makeContext(db, 'admin')
    expect(await setWatchBudget(context, { id: ACCOUNT_ID, monthUsd: 12.5 })).toMatchObject({
      budgetUsd: 12.5,
      isUsual: false,
      setBy: 'Ada',
    })
    expect(await setWatchBudget(context, { id: ACCOUNT_ID, monthUsd: 0 })).toMatchObject({ budgetUsd: 0 })
    expect(await setWatchBudget(context, { id: ACCOUNT_ID, monthUsd: null })).toMatchObject({
      budgetUsd: 30,
      isUsual: true,
    })
    const audit = await db.prisma.auditEntry.findMany({ where: { action: 'watch-budget.set' } })
    expect(audit.map(({ details }) => details)).toEqual([
      { before: null, after: 12.5 },
      { before: 12.5, after: 0 },
      { before: 0, after: null },
    ])
  })

  it('is not set by others, nor for an account that there is not', async () => {
    const input = { id: ACCOUNT_ID, monthUsd: 1 }
    await expect(setWatchBudget(makeContext(db, 'responder'), input)).rejects.toThrow(ForbiddenError)
    await expect(setWatchBudget(makeContext(db, 'admin'), { id: '1', monthUsd: 1 })).rejects.toThrow(
      NotFoundError,
    )
  })
})
