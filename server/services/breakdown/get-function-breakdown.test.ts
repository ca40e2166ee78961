import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { NotFoundError } from '#server/errors.ts'
import { getFunctionMetrics } from '#server/services/functions/get-function-metrics.ts'
import { savePoints } from '#server/store/save-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getFunctionBreakdown } from './get-function-breakdown.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let id: number
let never: number
const context = () => makeContext(database, 'viewer')
const range = { from: new Date(NOW - 120 * MINUTE_MS).toISOString(), to: new Date(NOW).toISOString() }
const first = Math.floor((NOW - 60 * MINUTE_MS) / 300_000) * 300_000

function save(metric: string, values: number[], stat: 'Sum' | 'Maximum' = 'Sum') {
  const isOwn = !['Errors', 'Throttles', 'ConcurrentExecutions'].includes(metric)
  const namespace = isOwn ? 'Sightline' : 'AWS/Lambda'
  const key = { accountId: ACCOUNT_ID, region: REGION, namespace, metric, stat, dimension: 'orders-api' }
  const points = values.map((value, i) => ({ at: new Date(first + i * 300_000), value }))
  return savePoints(database.pool, [{ key, periodSeconds: 300, points }])
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  id = await createFunction(database, { name: 'orders-api', reservedConcurrency: known(20) })
  never = await createFunction(database, { name: 'never-polled' })
  await save('Errors', [10, 20])
  await save('Timeouts', [4, 5])
  await save('FailuresRead', [10])
  await save('ConfirmedTimeouts', [1])
  await save('OutOfMemory', [7])
  await save('ApplicationFailures', [1])
  await save('Throttles', [0, 300])
  await save('ConcurrentExecutions', [8, 20], 'Maximum')
})
afterAll(() => database.drop())

describe('what went wrong with a function', () => {
  it('is told by the log where it was read, by the metrics elsewhere, and left open where neither tells', async () => {
    const { errors } = await getFunctionBreakdown(context(), { id, ...range })
    expect(errors).toEqual({
      errors: 30,
      timeouts: 6,
      timeoutsAtMost: 5,
      outOfMemory: 7,
      init: 0,
      application: 1,
      notTold: 16,
      read: 10,
    })
  })

  it('is a gap in charts where the log was not read', async () => {
    const { series } = await getFunctionMetrics(context(), { id, ...range })
    const read = series
      .find(({ metric }) => metric === 'OutOfMemory')
      ?.points.filter(([, value]) => value !== null)
    expect(read).toEqual([[first, 7]])
  })

  it('says why it was throttled', async () => {
    const { throttles } = await getFunctionBreakdown(context(), { id, ...range })
    expect(throttles).toMatchObject({ total: 300, why: { reason: 'reserved limit', certainty: 'certain' } })
  })

  it('is unknown where nothing was polled, and not zero', async () => {
    const breakdown = await getFunctionBreakdown(context(), { id: never, ...range })
    expect(breakdown).toMatchObject({ errors: null, throttles: { total: null, why: null } })
    expect(breakdown.logs).toMatchObject({ mode: 'trouble', denied: null, lastReadAt: null, statement: null })
  })

  it('names the statement that is missing after a denial', async () => {
    await database.prisma.collectorRun.create({
      data: {
        collector: 'log-samples',
        accountId: ACCOUNT_ID,
        region: REGION,
        startedAt: new Date(NOW),
        status: 'denied',
        problems: [{ state: 'denied', permission: 'logs:FilterLogEvents' }],
      },
    })
    const { logs } = await getFunctionBreakdown(context(), { id, ...range })
    expect(logs.denied).toBe(true)
    expect(logs.statement).toContain('log-group:/aws/lambda/orders-api:*')
  })

  it('is of a function that exists', async () => {
    await expect(getFunctionBreakdown(context(), { id: 99_999, ...range })).rejects.toThrow(NotFoundError)
  })
})
