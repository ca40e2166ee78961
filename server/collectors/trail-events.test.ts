import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { runForTest } from './run-for-test.ts'
import { type TrailRequest, trailEvents } from './trail-events.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const at = (ms: number) => new Date(ms).toISOString()
let aws: TestAws
let clients: ClientPool
/** Times of events, in ms; an event's id is its time. */
let times: number[]
let failAfter: number

beforeAll(async () => {
  aws = await startTestAws()
  clients = testPool(aws.url)
})
beforeEach(() => {
  times = []
  failAfter = Number.POSITIVE_INFINITY
  aws.requests.length = 0
  aws.answer = ({ json }) => {
    if (aws.requests.length > failAfter)
      return { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }
    const { StartTime, EndTime, NextToken } = asObject(json)
    const inside = times
      .filter((time) => time >= Number(StartTime) * 1000 && time <= Number(EndTime) * 1000)
      .sort((a, b) => b - a)
    const from = Number(NextToken ?? 0)
    const more = from + 50 < inside.length ? { NextToken: String(from + 50) } : {}
    return { body: { Events: inside.slice(from, from + 50).map(event), ...more } }
  }
})
afterAll(async () => {
  clients.close()
  await aws.close()
})

function event(time: number) {
  const record = { eventTime: at(time), eventName: 'Invoke', eventSource: 'lambda.amazonaws.com' }
  return { EventId: String(time), EventTime: time / 1000, CloudTrailEvent: JSON.stringify(record) }
}
function run(input: Partial<TrailRequest> = {}) {
  const overrides = { clock: () => NOW }
  return runForTest(
    trailEvents,
    { cursor: null, ...input },
    { clients, accountId: '111122223333', overrides },
  )
}

describe('trail events', () => {
  it('come oldest slice first, each once, with a cursor that ends at now', async () => {
    times = Array.from({ length: 700 }, (_, i) => NOW - i * 7 * MINUTE_MS)
    const result = await run({ initialLookbackMs: 4 * DAY_MS })
    expect(result).toMatchObject({ status: 'ok', complete: true })
    expect('items' in result && result.items.flatMap(({ records }) => records).length).toBe(700)
    const ids = result.items.flatMap(({ records }) => records.map(({ eventId }) => eventId))
    expect(new Set(ids).size).toBe(700)
    const covered = result.items
      .map((slice) => slice.coveredTo?.getTime())
      .filter((time) => time !== undefined)
    expect(covered).toEqual([...covered].sort((a, b) => a - b))
    expect(covered.at(-1)).toBe(NOW)
  })

  it('are read again for twenty minutes before the cursor', async () => {
    times = [NOW - 26 * MINUTE_MS, NOW - 15 * MINUTE_MS]
    const result = await run({ cursor: new Date(NOW - 5 * MINUTE_MS) })
    expect(result.items.flatMap(({ records }) => records.map(({ eventId }) => Number(eventId)))).toEqual([
      times[1],
    ])
  })

  it('are not asked for beyond ninety days', async () => {
    await run({ cursor: new Date(NOW - 300 * DAY_MS) })
    const first = Number(asObject(aws.requests[0]?.json).StartTime) * 1000
    expect(first).toBe(NOW - 90 * DAY_MS)
    expect(aws.requests.length).toBeLessThan(110)
  })

  it('stop at a failure: the cursor covers only slices that were read to the end', async () => {
    times = Array.from({ length: 500 }, (_, i) => NOW - i * MINUTE_MS)
    failAfter = 4
    const result = await run({ initialLookbackMs: 12 * HOUR_MS })
    expect(result).toMatchObject({ complete: false, status: 'partial' })
    const covered = result.items.map((slice) => slice.coveredTo?.getTime() ?? 0)
    const last = Math.max(...covered)
    const held = result.items.flatMap(({ records }) => records.map(({ eventId }) => Number(eventId)))
    for (const time of times.filter((one) => one < last && one > NOW - 12 * HOUR_MS))
      expect(held).toContain(time)
    expect(last).toBeLessThan(NOW)
  })

  it('can be asked for without what only reads', async () => {
    await run({ initialLookbackMs: HOUR_MS, writesOnly: true })
    expect(asObject(aws.requests[0]?.json).LookupAttributes).toEqual([
      { AttributeKey: 'ReadOnly', AttributeValue: 'false' },
    ])
  })

  it('end after as many pages as were asked for, with all of them covered', async () => {
    times = Array.from({ length: 1000 }, (_, i) => NOW - DAY_MS + i * 10_000)
    const result = await run({ cursor: new Date(NOW - DAY_MS), overlapMs: 0, maxPages: 3 })
    expect(result).toMatchObject({ complete: true, status: 'ok' })
    expect(aws.requests.length).toBeGreaterThanOrEqual(3)
    const covered = Math.max(...result.items.map((slice) => slice.coveredTo?.getTime() ?? 0))
    expect(covered).toBeLessThan(NOW - 20 * HOUR_MS)
    const held = result.items.flatMap(({ records }) => records.map(({ eventId }) => Number(eventId)))
    expect(held.length).toBe(times.filter((time) => time <= covered).length)
  })

  it('tell what is left out for good', async () => {
    const leftOut = { from: new Date(NOW - 2 * DAY_MS), to: new Date(NOW - HOUR_MS) }
    const result = await run({ cursor: leftOut.to, leftOut })
    expect(result).toMatchObject({
      status: 'partial',
      problems: [{ code: 'TooManyEvents', state: 'failed' }],
    })
  })

  it('that cannot be read are told and the others kept', async () => {
    aws.answer = () => ({
      body: { Events: [null, { EventId: 'x' }, { ...event(NOW), CloudTrailEvent: '{' }, event(NOW - 1)] },
    })
    const result = await run({ initialLookbackMs: HOUR_MS })
    expect(result.items.flatMap(({ records }) => records)).toHaveLength(2)
    expect(result.problems).toMatchObject([{ state: 'malformed', code: 'UnreadableEvent', count: 3 }])
  })
})
