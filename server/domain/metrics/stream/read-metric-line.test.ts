import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMetricLine, whyNoStream } from './read-metric-line.ts'
import { streamSeries } from './stream-points.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const LINE = {
  metric_stream_name: 'lambda',
  account_id: '111122223333',
  region: 'eu-west-1',
  namespace: 'AWS/Lambda',
  metric_name: 'Invocations',
  dimensions: { FunctionName: 'orders-api' },
  timestamp: NOW_MS - 120_000,
  value: { max: 1, min: 1, sum: 42, count: 42 },
  unit: 'Count',
}
const read = (change: object) => readMetricLine(JSON.stringify({ ...LINE, ...change }), NOW_MS)

describe('a line of a metric stream', () => {
  it('is a minute of a function, or of the account', () => {
    const metric = { accountId: '111122223333', region: 'eu-west-1', metric: 'Invocations', sum: 42, max: 1 }
    expect(read({})).toMatchObject({
      kind: 'metric',
      metric: { ...metric, dimension: 'orders-api', p95: null },
    })
    expect(read({ dimensions: {} })).toMatchObject({ kind: 'metric', metric: { dimension: '' } })
    const value = { ...LINE.value, p95: 17 }
    expect(read({ metric_name: 'Duration', unit: 'Milliseconds', value })).toMatchObject({
      metric: { p95: 17 },
    })
  })

  it('of an alias says nothing new', () => {
    const dimensions = { FunctionName: 'orders-api', Resource: 'orders-api:live' }
    expect(read({ dimensions })).toEqual({ kind: 'nothing' })
    expect(read({ dimensions: { Resource: 'x' } })).toEqual({ kind: 'nothing' })
  })

  it.each([
    [{ namespace: 'AWS/EC2' }, 'other-namespace'],
    [{ namespace: undefined }, 'not-a-metric'],
    [{ metric_name: 7 }, 'not-a-metric'],
    [{ account_id: 'x' }, 'no-account'],
    [{ region: '<b>' }, 'not-a-metric'],
    [{ unit: 'Bananas' }, 'unknown-unit'],
    [{ metric_name: 'Duration' }, 'unknown-unit'],
    [{ metric_name: 'Duration', unit: 'Seconds' }, 'unknown-unit'],
    [{ timestamp: 'soon' }, 'impossible-time'],
    [{ timestamp: NOW_MS + 86_400_000 }, 'impossible-time'],
    [{ timestamp: NOW_MS - 40 * 86_400_000 }, 'older-than-kept'],
    [{ value: { sum: 'NaN', max: 1, count: 1 } }, 'bad-value'],
    [{ value: { sum: -1, max: 1, count: 1 } }, 'bad-value'],
    [{ value: null }, 'bad-value'],
    [{ value: { sum: 1, max: 1, count: -3 } }, 'bad-value'],
  ])('is kept aside with the reason: %o', (change, reason) => {
    expect(read(change)).toMatchObject({ kind: 'reject', reason })
  })

  it.each(['', '{"broken', '[1]', 'NaN', '{"value":{"sum":NaN}}'])('is not taken from %s', (line) => {
    expect(readMetricLine(line, NOW_MS)).toMatchObject({ kind: 'reject', reason: 'broken-json' })
  })

  it('never throws, whatever it is, and never gives a value that is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, timestamp) => {
        const got = read({ value, timestamp })
        if (got.kind === 'metric') expect(Number.isFinite(got.metric.sum + got.metric.max)).toBe(true)
      }),
    )
  })
})

it.each([
  ['{"metric_stream_name":"x"}\n', undefined],
  ['', undefined],
  ['\u00b6\u0003\u0012 resource', /OpenTelemetry/],
  ['{"resourceMetrics":[{}]}\n', /OpenTelemetry/],
])('tells a file of another format by its beginning: %j', (head, why) => {
  if (why === undefined) expect(whyNoStream(head)).toBeUndefined()
  else expect(whyNoStream(head)).toMatch(why)
})

it('becomes the series that are kept, and no others', () => {
  const metrics = [read({}), read({ timestamp: NOW_MS - 60_000 }), read({ metric_name: 'Unheard' })].flatMap(
    (line) => (line.kind === 'metric' ? [line.metric] : []),
  )
  const series = streamSeries(metrics, { ofFunction: { Invocations: ['Sum', 'p95'] }, ofAccount: {} })
  expect(series).toMatchObject([{ key: { stat: 'Sum', dimension: 'orders-api' }, points: { length: 2 } }])
})
