import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { costExplorer } from './cost-explorer.ts'
import { runForTest } from './run-for-test.ts'

const ACCOUNT = '111122223333'
const RANGE = { from: new Date('2026-11-17T00:00:00Z'), to: new Date('2026-11-20T00:00:00Z') }

const group = (amount: unknown, unit: unknown = 'USD', key: unknown = 'Usage') => ({
  Keys: [key],
  Metrics: { UnblendedCost: { Amount: amount, Unit: unit } },
})
const day = (start: unknown, groups: unknown, estimated = false) => ({
  TimePeriod: { Start: start, End: 'x' },
  Estimated: estimated,
  Groups: groups,
})

describe('Cost Explorer', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })
  const collect = () => runForTest(costExplorer, RANGE, { clients, accountId: ACCOUNT })

  it('is asked once for Lambda, by day and kind of line, of this account alone', async () => {
    aws.answer = () => ({
      body: {
        ResultsByTime: [
          day('2026-11-17', [group('1.5'), group('-0.5', 'USD', 'Credit')]),
          day('2026-11-18', [], true),
        ],
      },
    })
    const found = await collect()
    expect(found).toMatchObject({ status: 'ok', complete: true, costUsd: 0.01 })
    expect(found.items).toEqual([
      { day: '2026-11-17', recordType: 'Usage', currency: 'USD', amount: 1.5, estimated: false },
      { day: '2026-11-17', recordType: 'Credit', currency: 'USD', amount: -0.5, estimated: false },
    ])
    expect(aws.requests.at(-1)?.json).toMatchObject({
      TimePeriod: { Start: '2026-11-17', End: '2026-11-20' },
      Granularity: 'DAILY',
      Filter: {
        And: [
          { Dimensions: { Key: 'SERVICE', Values: ['AWS Lambda'] } },
          { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [ACCOUNT] } },
        ],
      },
    })
  })

  it.each<[string, unknown]>([
    ['no amount', group(undefined)],
    ['an empty amount', group('')],
    ['an amount that is no number', group('NaN')],
    ['infinity', group('Infinity')],
    ['no currency', group('1', null)],
    ['no kind', group('1', 'USD', 7)],
    ['nothing', null],
  ])('leaves out a line with %s', async (_what, odd) => {
    aws.answer = () => ({ body: { ResultsByTime: [day('2026-11-17', [odd, group('2', 'CNY')])] } })
    expect((await collect()).items.map(({ amount, currency }) => [amount, currency])).toEqual([[2, 'CNY']])
  })

  it.each(['', 'yesterday', '9999-01-01', 17])('leaves out a day named %j', async (start) => {
    aws.answer = () => ({ body: { ResultsByTime: [day(start, [group('1')])] } })
    expect((await collect()).items).toEqual([])
  })

  it('says that it was denied', async () => {
    aws.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } })
    expect(await collect()).toMatchObject({
      status: 'denied',
      complete: false,
      problems: [{ permission: 'ce:GetCostAndUsage' }],
    })
  })
})

describe('the demo', () => {
  const demo = openDemo({ functions: 40, accounts: 2 })
  const today = floorTo(Date.now(), DAY_MS)
  const range = { from: new Date(today - 3 * DAY_MS), to: new Date(today + DAY_MS) }

  it('bills what its functions did, the newest days as an estimate', async () => {
    const found = await demo.run(costExplorer, range)
    expect(found).toMatchObject({ status: 'ok', complete: true })
    expect(found.items.length).toBeGreaterThanOrEqual(3)
    for (const { amount, currency, recordType } of found.items) {
      expect(amount).toBeGreaterThan(0)
      expect([currency, recordType]).toEqual(['USD', 'Usage'])
    }
    expect(found.items[0]?.estimated).toBe(false)
    expect(found.items.at(-1)?.estimated).toBe(true)
    expect((await demo.run(costExplorer, range)).items[0]).toEqual(found.items[0])
  })
})
