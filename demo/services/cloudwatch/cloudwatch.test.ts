import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { expect, it } from 'vitest'
import { clientsOf, failureOf, startForTest, wednesday } from '#demo/testing/start.ts'

const hourMs = 3_600_000

function query(id: string, MetricName: string, Stat: string, fn?: string, Period = 60): MetricDataQuery {
  const Dimensions = fn === undefined ? [] : [{ Name: 'FunctionName', Value: fn }]
  return { Id: id, MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions }, Period, Stat } }
}

async function values(
  cloudwatch: CloudWatchClient,
  queries: MetricDataQuery[],
  startMs = wednesday - hourMs,
  endMs = wednesday,
) {
  const byId = new Map<string, Map<number, number>>()
  const input = { StartTime: new Date(startMs), EndTime: new Date(endMs), MetricDataQueries: queries }
  for await (const page of paginateGetMetricData({ client: cloudwatch }, input)) {
    for (const result of page.MetricDataResults ?? []) {
      const points = byId.get(result.Id ?? '') ?? new Map<number, number>()
      result.Timestamps?.forEach((time, i) => {
        points.set(time.getTime(), result.Values?.[i] ?? Number.NaN)
      })
      byId.set(result.Id ?? '', points)
    }
  }
  return byId
}

it.each(['Invocations', 'Errors', 'Throttles', 'Duration'])(
  'account %s is the sum of the functions',
  async (metric) => {
    const { cloudwatch, demo } = await startForTest()
    const listed = await cloudwatch.send(
      new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Invocations' }),
    )
    const names = new Set(
      (listed.Metrics ?? []).flatMap(({ Dimensions = [] }) =>
        Dimensions.length === 1 ? [Dimensions[0]?.Value ?? ''] : [],
      ),
    )
    const queries = [...names].map((name, i) => query(`f${i}`, metric, 'Sum', name))
    const all = await values(
      cloudwatch,
      [query('account', metric, 'Sum'), ...queries],
      wednesday - hourMs,
      wednesday - 5 * 60_000,
    )
    const account = all.get('account') ?? new Map()
    all.delete('account')
    expect(account.size).toBe(55)
    for (const [time, total] of account) {
      const sum = [...all.values()].reduce((acc, points) => acc + (points.get(time) ?? 0), 0)
      expect(sum).toBeCloseTo(total, 3)
    }
    await demo.close()
  },
)

it('gives a longer period the sum, the greatest and the least of its minutes', async () => {
  const { cloudwatch } = await startForTest()
  const stats = ['Sum', 'SampleCount', 'Maximum', 'Minimum'] as const
  for (const stat of stats) {
    const one = await values(cloudwatch, [query('m', 'Duration', stat, 'orders-event-fanout', 60)])
    const hour = await values(cloudwatch, [query('m', 'Duration', stat, 'orders-event-fanout', 3600)])
    const minutes = [...(one.get('m') ?? new Map<number, number>()).values()]
    const expected =
      stat === 'Maximum'
        ? Math.max(...minutes)
        : stat === 'Minimum'
          ? Math.min(...minutes)
          : minutes.reduce((a, b) => a + b, 0)
    expect([...(hour.get('m') ?? new Map<number, number>()).values()][0]).toBeCloseTo(expected, 3)
  }
})

it('keeps concurrency within the sum and above the greatest of the functions', async () => {
  const { cloudwatch } = await startForTest()
  const listed = await cloudwatch.send(
    new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'ConcurrentExecutions' }),
  )
  const names = (listed.Metrics ?? []).flatMap(({ Dimensions = [] }) =>
    Dimensions.length === 1 ? [Dimensions[0]?.Value ?? ''] : [],
  )
  const all = await values(
    cloudwatch,
    [
      query('account', 'ConcurrentExecutions', 'Maximum'),
      ...names.map((name, i) => query(`f${i}`, 'ConcurrentExecutions', 'Maximum', name)),
    ],
    wednesday - hourMs,
    wednesday - 5 * 60_000,
  )
  for (const [time, total] of all.get('account') ?? []) {
    const own = [...all].filter(([id]) => id !== 'account').map(([, points]) => points.get(time) ?? 0)
    expect(total).toBeLessThanOrEqual(own.reduce((a, b) => a + b, 0))
    expect(total).toBeGreaterThanOrEqual(Math.max(...own))
  }
})

it('completes a minute only after a minute or more', async () => {
  const { cloudwatch } = await startForTest()
  const all = await values(cloudwatch, [query('a', 'Invocations', 'Sum')], wednesday - 10 * 60_000, wednesday)
  const newest = Math.max(...(all.get('a')?.keys() ?? []))
  expect(wednesday - (newest + 60_000)).toBeGreaterThanOrEqual(60_000)
  expect(wednesday - (newest + 60_000)).toBeLessThan(180_000)
})

it('orders percentiles between minimum and maximum', async () => {
  const { cloudwatch } = await startForTest()
  const stats = ['Minimum', 'p50', 'p90', 'p99', 'Maximum']
  const all = await values(
    cloudwatch,
    stats.map((stat, i) => query(`s${i}`, 'Duration', stat, 'checkout-api', 300)),
  )
  for (const time of all.get('s0')?.keys() ?? []) {
    const row = stats.map((_, i) => all.get(`s${i}`)?.get(time) ?? Number.NaN)
    expect(row).toEqual([...row].sort((a, b) => a - b))
  }
})

it('pages at MaxDatapoints without losing or doubling a point', async () => {
  const { cloudwatch } = await startForTest()
  const queries = [query('a', 'Invocations', 'Sum'), query('b', 'Errors', 'Sum')]
  const range = { StartTime: new Date(wednesday - hourMs), EndTime: new Date(wednesday) }
  const whole = await cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries: queries }))
  const paged = new Map<string, number[]>()
  let NextToken: string | undefined
  let pages = 0
  do {
    const page: { NextToken?: string; MetricDataResults?: { Id?: string; Values?: number[] }[] } =
      await cloudwatch.send(
        new GetMetricDataCommand({ ...range, MetricDataQueries: queries, MaxDatapoints: 25, NextToken }),
      )
    for (const { Id = '', Values = [] } of page.MetricDataResults ?? [])
      paged.set(Id, [...(paged.get(Id) ?? []), ...Values])
    NextToken = page.NextToken
    pages += 1
  } while (NextToken)
  expect(pages).toBe(5)
  for (const { Id = '', Values } of whole.MetricDataResults ?? []) expect(paged.get(Id)).toEqual(Values)
})

it('works out simple metric math and refuses the rest', async () => {
  const { cloudwatch } = await startForTest()
  const all = await values(cloudwatch, [
    query('m1', 'Errors', 'Sum', 'checkout-api'),
    query('m2', 'Invocations', 'Sum', 'checkout-api'),
    { Id: 'filled', Expression: 'FILL(m1, 0)' },
    { Id: 'rate', Expression: '100 * (m1 / m2)' },
  ])
  expect(all.get('filled')?.size).toBe(60)
  for (const [time, rate] of all.get('rate') ?? []) {
    expect(rate).toBeCloseTo((100 * (all.get('m1')?.get(time) ?? 0)) / (all.get('m2')?.get(time) ?? 1))
  }
  const range = { StartTime: new Date(wednesday - hourMs), EndTime: new Date(wednesday) }
  for (const Expression of ["SEARCH('x','Sum')", 'm1 +', 'missing + 1', '5', 'FILL(m1)']) {
    const call = cloudwatch.send(
      new GetMetricDataCommand({
        ...range,
        MetricDataQueries: [query('m1', 'Errors', 'Sum'), { Id: 'e', Expression }],
      }),
    )
    expect(await failureOf(call)).toMatchObject({ name: 'ValidationException', status: 400 })
  }
})

it('refuses what CloudWatch refuses', async () => {
  const { cloudwatch } = await startForTest()
  const range = { StartTime: new Date(wednesday - hourMs), EndTime: new Date(wednesday) }
  const send = (input: object) =>
    failureOf(
      cloudwatch.send(
        new GetMetricDataCommand({ ...range, MetricDataQueries: [query('a', 'Errors', 'Sum')], ...input }),
      ),
    )
  const many = Array.from({ length: 501 }, (_, i) => query(`q${i}`, 'Errors', 'Sum'))
  expect(await send({ MetricDataQueries: many })).toMatchObject({ name: 'ValidationException' })
  expect(await send({ StartTime: new Date(wednesday + 1) })).toMatchObject({ name: 'ValidationException' })
  expect(await send({ MetricDataQueries: [query('a', 'Errors', 'Sum', undefined, 61)] })).toMatchObject({
    name: 'ValidationException',
  })
  expect(await send({ MetricDataQueries: [query('a', 'Errors', 'Mode')] })).toMatchObject({
    name: 'ValidationException',
  })
  expect(await send({ MetricDataQueries: [query('Big', 'Errors', 'Sum')] })).toMatchObject({
    name: 'ValidationException',
  })
  expect(await send({ NextToken: 'forged' })).toMatchObject({ name: 'InvalidNextToken', status: 400 })
})

it('lists metrics 500 a page, and only active functions when asked', async () => {
  const { cloudwatch } = await startForTest({ functions: 300 })
  const count = async (RecentlyActive?: 'PT3H') => {
    const names = new Set<string>()
    for await (const page of paginateListMetrics(
      { client: cloudwatch },
      { Namespace: 'AWS/Lambda', RecentlyActive },
    )) {
      expect(page.Metrics?.length).toBeLessThanOrEqual(500)
      for (const metric of page.Metrics ?? []) names.add(metric.Dimensions?.[0]?.Value ?? '')
    }
    return names.size
  }
  const active = await count('PT3H')
  expect(active).toBeGreaterThan(10)
  expect(active).toBeLessThan(await count())
})

it('publishes charges every six hours in us-east-1 alone, growing over the month', async () => {
  const { cloudwatch, demo } = await startForTest()
  const billing = (service?: string): MetricDataQuery => ({
    Id: 'b',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Billing',
        MetricName: 'EstimatedCharges',
        Dimensions: [
          ...(service ? [{ Name: 'ServiceName', Value: service }] : []),
          { Name: 'Currency', Value: 'USD' },
        ],
      },
      Period: 21_600,
      Stat: 'Maximum',
    },
  })
  const virginia = clientsOf(demo, 'us-east-1').cloudwatch
  const total = [...((await values(virginia, [billing()], wednesday - 48 * hourMs)).get('b') ?? [])].sort(
    (a, b) => a[0] - b[0],
  )
  const lambda = await values(virginia, [billing('AWSLambda')], wednesday - 48 * hourMs)
  expect(total).toHaveLength(9)
  const amounts = total.map(([, usd]) => usd)
  expect(amounts).toEqual([...amounts].sort((a, b) => a - b))
  for (const [time, usd] of lambda.get('b') ?? []) expect(usd).toBeLessThan(new Map(total).get(time) ?? 0)
  expect((await values(cloudwatch, [billing()], wednesday - 48 * hourMs)).get('b')?.size).toBe(0)
})

it('describes alarms', async () => {
  const { cloudwatch } = await startForTest({ functions: 300 })
  const alarms = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }))
  expect(alarms.MetricAlarms).toHaveLength(2)
  expect(alarms.MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date)
})
