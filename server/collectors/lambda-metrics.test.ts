import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAnswer, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asArray, asObject, type JsonObject } from '#server/domain/json.ts'
import { activeMetrics } from './active-metrics.ts'
import { billingMetrics } from './billing-metrics.ts'
import { lambdaMetrics } from './lambda-metrics.ts'
import { accountSeries, functionSeries } from './lambda-series.ts'
import { runForTest } from './run-for-test.ts'

const PLACE = { accountId: '111122223333', region: 'eu-west-1' }
const FROM = new Date('2026-11-20T10:00:30Z')
const TO = new Date('2026-11-20T10:03:10Z')
let aws: TestAws
let clients: ClientPool
let answer: (queries: JsonObject[], request: JsonObject) => TestAnswer
beforeAll(async () => {
  aws = await startTestAws(({ operation, json }) => {
    if (operation === 'ListMetrics') return { body: { Metrics: listed } }
    const request = asObject(json)
    return answer(asArray(request.MetricDataQueries).map(asObject), request)
  })
})
let listed: unknown[] = []
beforeEach(() => {
  clients = testPool(aws.url)
  aws.requests.length = 0
  answer = (queries) => ({ body: { MetricDataResults: queries.map((query) => result(query)) } })
})
afterAll(async () => {
  clients.close()
  await aws.close()
})

function result(query: JsonObject, more: object = {}) {
  return {
    Id: query.Id,
    StatusCode: 'Complete',
    Timestamps: [1_795_168_860, 1_795_168_800],
    Values: [2, 1],
    ...more,
  }
}
const statOf = (query: JsonObject) => String(asObject(query.MetricStat).Stat)
const window = { periodSeconds: 60, from: FROM, to: TO }
const run = (series: ReturnType<typeof accountSeries>, more: object = {}) =>
  runForTest(lambdaMetrics, [{ series, ...window, ...more }], { clients, accountId: PLACE.accountId })

describe('lambda metrics', () => {
  it('come oldest first for full periods, in one request for many statistics', async () => {
    const series = [...accountSeries(PLACE), ...functionSeries(PLACE, 'pay')]
    const got = await run(series)
    expect(got).toMatchObject({ status: 'ok', complete: true, calls: 1, items: { length: series.length } })
    expect(got.items[0]?.points.map(({ value }) => value)).toEqual([1, 2])
    const request = asObject(aws.requests[0]?.json)
    expect(request.StartTime).toBe(Date.parse('2026-11-20T10:00:00Z') / 1000)
    expect(request.EndTime).toBe(Date.parse('2026-11-20T10:04:00Z') / 1000)
  })

  it('are asked for in halves where an endpoint does not answer in time, and in that size from then on', async () => {
    answer = (queries) =>
      queries.length > 120 ? 'hang' : { body: { MetricDataResults: queries.map((query) => result(query)) } }
    clients = testPool(aws.url, { timeoutMs: 300, deadlineMs: 900, maxAttempts: 1 })
    const series = Array.from({ length: 30 }, (_, i) => functionSeries(PLACE, `f${i}`)).flat()
    const got = await run(series)
    expect(got).toMatchObject({ complete: true, items: { length: series.length } })
    expect(got.problems).toMatchObject([{ code: 'ETIMEDOUT', operation: 'GetMetricData' }])
    const calls = aws.requests.length
    const again = await run(series)
    expect(again).toMatchObject({ status: 'ok', items: { length: series.length } })
    expect(aws.requests.length - calls).toBeLessThan(calls)
  })

  it('are halved too where the endpoint has refused percentiles before', async () => {
    answer = (queries) => {
      if (queries.some((query) => statOf(query).startsWith('p')))
        return { status: 400, body: { __type: 'InvalidParameterValue' } }
      return queries.length > 120
        ? 'hang'
        : { body: { MetricDataResults: queries.map((query) => result(query)) } }
    }
    clients = testPool(aws.url, { timeoutMs: 300, deadlineMs: 900, maxAttempts: 1 })
    await run(functionSeries(PLACE, 'first'))
    const series = Array.from({ length: 30 }, (_, i) => functionSeries(PLACE, `f${i}`)).flat()
    const got = await run(series)
    expect(got.items).toHaveLength(series.filter((key) => key.stat !== 'p95').length)
    expect(got.problems.map((problem) => problem.code).sort()).toEqual(['ETIMEDOUT', 'NoPercentiles'])
  })

  it('are charged by metric, not by statistic, and asked for 500 at a time', async () => {
    const series = Array.from({ length: 100 }, (_, i) => functionSeries(PLACE, `f${i}`)).flat()
    const got = await run(series)
    expect(got.calls).toBe(Math.ceil((100 * 13) / 500))
    expect(got.costUsd).toBeCloseTo(100 * 11 * 0.00001)
  })

  it('are asked for in fewer at a time when the window is long', async () => {
    const day = { from: new Date('2026-11-01'), to: new Date('2026-11-15') }
    await run(functionSeries(PLACE, 'pay'), day)
    for (const request of aws.requests)
      expect(asArray(asObject(request.json).MetricDataQueries).length * 14 * 24 * 60).toBeLessThanOrEqual(
        100_800,
      )
  })

  it('follow pages and partial data', async () => {
    answer = (queries, { NextToken }) => ({
      body: {
        MetricDataResults: queries.map((query) =>
          NextToken
            ? result(query, { Timestamps: [1_795_168_920], Values: [3] })
            : result(query, { StatusCode: 'PartialData' }),
        ),
        ...(NextToken ? {} : { NextToken: 'more' }),
      },
    })
    const got = await run(accountSeries(PLACE))
    expect(got).toMatchObject({ complete: true, problems: [] })
    expect(got.items[0]?.points.map(({ value }) => value)).toEqual([1, 2, 3])
  })

  it('keep the rest when an endpoint has no percentiles, and do not ask for them again at once', async () => {
    answer = (queries) =>
      queries.some((query) => statOf(query) === 'p95')
        ? { status: 500, body: '<!doctype html>' }
        : { body: { MetricDataResults: queries.map((query) => result(query)) } }
    const got = await run(accountSeries(PLACE))
    expect(got.items.map(({ key }) => key.stat)).not.toContain('p95')
    expect(got.items).toHaveLength(accountSeries(PLACE).length - 1)
    expect(got.problems.map(({ code }) => code)).toContain('NoPercentiles')
    aws.requests.length = 0
    const again = await run(accountSeries(PLACE))
    expect(aws.requests).toHaveLength(1)
    expect(again.problems).toMatchObject([{ code: 'NoPercentiles' }])
  })

  it.each([
    ['Forbidden', 'denied'],
    ['InternalError', 'failed'],
  ])('report a series that is %s and keep the others', async (StatusCode, state) => {
    answer = (queries) => ({
      body: {
        MetricDataResults: queries.map((query, i) =>
          i === 0 ? result(query, { StatusCode, Values: [], Timestamps: [] }) : result(query),
        ),
      },
    })
    const got = await run(accountSeries(PLACE))
    expect(got).toMatchObject({ complete: false, status: 'partial' })
    expect(got.items).toHaveLength(accountSeries(PLACE).length - 1)
    expect(got.problems).toMatchObject([{ state, code: StatusCode }])
  })

  it('survive nonsense', async () => {
    answer = () => ({
      body: {
        MetricDataResults: [null, { Id: 'q999' }, { Id: 'q0', Timestamps: ['x', 1], Values: [1, 'y'] }, 7],
      },
    })
    expect(await run(accountSeries(PLACE))).toMatchObject({ items: [], complete: false })
  })

  it('are denied as a whole', async () => {
    answer = () => ({ status: 400, body: { __type: 'AccessDenied', message: 'no' } })
    expect(await run(accountSeries(PLACE))).toMatchObject({
      status: 'denied',
      complete: false,
      calls: 1,
      costUsd: 0,
    })
  })
})

it('active metrics are those of a function or of the account, not of its parts', async () => {
  const dimension = (Name: string, Value: string) => ({ Name, Value })
  listed = [
    { MetricName: 'Errors', Dimensions: [dimension('FunctionName', 'pay')] },
    {
      MetricName: 'Errors',
      Dimensions: [dimension('FunctionName', 'pay'), dimension('Resource', 'pay:live')],
    },
    { MetricName: 'Invocations', Dimensions: [] },
    { MetricName: 'Errors', Dimensions: [dimension('Resource', 'x')] },
    null,
  ]
  const got = await runForTest(activeMetrics, undefined, { clients, accountId: PLACE.accountId })
  expect(got.items).toEqual([
    { functionName: 'pay', metric: 'Errors' },
    { functionName: '', metric: 'Invocations' },
  ])
})

it('charges are asked for in US dollars, in all and by service, without linked accounts', async () => {
  const usd = { Name: 'Currency', Value: 'USD' }
  listed = [
    { Dimensions: [usd] },
    { Dimensions: [usd, { Name: 'ServiceName', Value: 'AWSLambda' }] },
    { Dimensions: [usd, { Name: 'ServiceName', Value: 'AWSLambda' }, { Name: 'LinkedAccount', Value: '1' }] },
  ]
  const got = await runForTest(
    billingMetrics,
    { from: FROM, to: TO },
    { clients, accountId: PLACE.accountId },
  )
  expect(got.items.map(({ key }) => [key.region, key.dimension, key.stat])).toEqual([
    ['us-east-1', '', 'Maximum'],
    ['us-east-1', 'AWSLambda', 'Maximum'],
  ])
})
