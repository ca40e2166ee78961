import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { makeContext } from '#server/testing/factories.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { storeEvents } from '#server/testing/seed/store-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { countMatching } from './count-matching.ts'
import { exportEventRows, exportRecords } from './export-events.ts'
import { findByCounts } from './find-by-counts.ts'
import { searchBack } from './find-by-text.ts'
import { getEventHistogram } from './get-event-histogram.ts'
import { listEvents } from './list-events.ts'
import { resolveMatching } from './matching.ts'
import { newestEvents } from './newest-events.ts'
import { eventFilter, listEventsQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let stored: TrailRecord[]
const END_MS = Date.UTC(2026, 10, 20, 6, 17)
const NAMES = ['Invoke', 'GetFunction20150331v2', 'UpdateFunctionCode20150331v2', 'DeleteFunction20150331']

/** Every fourth name half as often as the one before; the rarest only in the first weeks. */
function record(i: number): TrailRecord {
  const at = END_MS - Math.floor((i / 1200) ** 2 * 60 * DAY_MS) - (i % 7) * 1000
  const kind = i % 41 === 0 ? 3 : i % 9 === 0 ? 2 : i % 3 === 0 ? 1 : 0
  return trailRecord(
    {
      eventTime: new Date(at).toISOString().replace(/\.\d+/, ''),
      eventName: NAMES[kind],
      readOnly: kind === 1,
      errorCode: i % 13 === 0 ? 'AccessDenied' : undefined,
      sourceIPAddress: `198.51.100.${i % 5}`,
      requestParameters: { functionName: `fn-${i % 11}`, note: `word${i % 17} of-${i % 50}` },
    },
    `e-${String(i).padStart(4, '0')}`,
  )
}

const context = () => makeContext(database, 'viewer', END_MS)
const period = { from: new Date(END_MS - 61 * DAY_MS).toISOString(), to: new Date(END_MS).toISOString() }

beforeAll(async () => {
  database = await createTestDatabase()
  stored = Array.from({ length: 1200 }, (_, i) => record(i))
  await storeEvents(database.pool, stored)
})
afterAll(() => database.drop())

/** Ids newest first, as looking through everything finds them. */
function expected(fits: (one: TrailRecord) => boolean): string[] {
  return stored
    .filter((one) => one.eventTime.getTime() < END_MS && fits(one))
    .sort((a, b) => b.eventTime.getTime() - a.eventTime.getTime() || (a.eventId < b.eventId ? 1 : -1))
    .map(({ eventId }) => eventId)
}

const FILTERS: [object, (one: TrailRecord) => boolean][] = [
  [{ name: 'DeleteFunction' }, (one) => one.eventName === 'DeleteFunction'],
  [
    { name: 'DeleteFunction,Invoke', outcome: 'error' },
    (one) => /^(Del|Inv)/.test(one.eventName) && one.errorCode !== null,
  ],
  [{ kind: 'read', function: 'fn-3' }, (one) => one.readOnly === true && one.functionName === 'fn-3'],
  [{ function: 'fn-7' }, (one) => one.functionName === 'fn-7'],
]

describe('by whichever way they are found, the newest events are the same', () => {
  test.each(FILTERS)('%j, by the counts', async (filter, fits) => {
    const { matching } = await resolveMatching(context(), eventFilter.parse({ ...period, ...filter }))
    const all = expected(fits)
    expect(all.length).toBeGreaterThan(5)
    const walked: string[] = []
    let after = { timeMs: END_MS, eventId: '~' }
    for (;;) {
      const keys = await findByCounts(database.pool, matching, { limit: 7, after })
      walked.push(...keys.map((key) => key.event_id))
      const last = keys.at(-1)
      if (keys.length < 7 || !last) break
      after = { timeMs: last.event_time.getTime(), eventId: last.event_id }
    }
    expect(walked).toEqual(all)
    const listed = await newestEvents(database.pool, matching, { limit: 2000 })
    expect(listed.map((key) => key.event_id)).toEqual(all)
  })

  test.each([
    ['word3', (one: TrailRecord) => /word3\b/.test(JSON.stringify(one.raw))],
    ['DELETEF', (one: TrailRecord) => one.eventName === 'DeleteFunction'],
    ['of-31 word', (one: TrailRecord) => /of-31"/.test(JSON.stringify(one.raw))],
    ['198.51.100.4', (one: TrailRecord) => one.sourceIp === '198.51.100.4'],
    [
      '198.51.100.4 word3',
      (one: TrailRecord) => one.sourceIp === '198.51.100.4' && /word3\b/.test(JSON.stringify(one.raw)),
    ],
    ['nothing-of-this', () => false],
    ["'; & | ! <-> :* \\ ()", () => false],
  ])('%s, by the words', async (q, fits) => {
    const { matching } = await resolveMatching(context(), eventFilter.parse({ ...period, q }))
    const all = expected(fits)
    const after = { timeMs: END_MS, eventId: '~' }
    const keys = await searchBack(database.pool, matching, { limit: 2000, after })
    expect(keys.map((key) => key.event_id)).toEqual(all)
    const listed = await newestEvents(database.pool, matching, { limit: 2000 })
    expect(listed.map((key) => key.event_id)).toEqual(all)
  })
})

const span = fc.tuple(fc.integer({ min: 0, max: 62 * 24 }), fc.integer({ min: 1, max: 62 * 24 * 60 }))

test('counts are those of the events, whatever the period and filter', async () => {
  await fc.assert(
    fc.asyncProperty(
      span,
      fc.constantFrom({}, { name: 'Invoke' }, { outcome: 'error' }, { ip: '198.51.100.2' }, { q: 'word5' }),
      async ([hours, minutes], filter) => {
        const toMs = END_MS - hours * HOUR_MS + 1000
        const range = {
          from: new Date(toMs - minutes * 60_000).toISOString(),
          to: new Date(toMs).toISOString(),
        }
        const input = listEventsQuery.parse({ ...range, ...filter, limit: 200 })
        const histogram = await getEventHistogram(context(), input)
        const { total, isTotalLeast, facets, actorsAmong } = await listEvents(context(), input)
        const { matching } = await resolveMatching(context(), input)
        const keys = await newestEvents(database.pool, matching, { limit: 5000 })
        const sum = histogram.buckets.reduce((n, one) => n + one.writes + one.reads + one.errors, 0)
        expect([total, sum, isTotalLeast, actorsAmong]).toEqual([keys.length, keys.length, false, null])
        expect(facets.tool.reduce((n, one) => n + one.count, 0)).toBe(total)
        expect(facets.actor.reduce((n, one) => n + one.count, 0)).toBe(total)
        expect(histogram.buckets.length).toBeLessThanOrEqual(102)
      },
    ),
    { numRuns: 40 },
  )
})

test('of events in an hour, each bar has its own', async () => {
  const range = { from: new Date(END_MS - 40 * DAY_MS).toISOString(), to: new Date(END_MS).toISOString() }
  const { buckets, bucketSeconds } = await getEventHistogram(
    context(),
    eventFilter.parse({ ...range, name: 'Invoke' }),
  )
  expect(bucketSeconds).toBe(86_400)
  for (const { at, writes } of buckets) {
    const fromMs = Math.max(Date.parse(at), Math.floor((END_MS - 40 * DAY_MS) / HOUR_MS) * HOUR_MS)
    const own = stored.filter(
      ({ eventTime, eventName, errorCode }) =>
        eventName === 'Invoke' &&
        errorCode === null &&
        eventTime.getTime() >= fromMs &&
        eventTime.getTime() < Math.min(END_MS, Date.parse(at) + DAY_MS),
    )
    expect([at, writes]).toEqual([at, own.length])
  }
})

test('a facet ignores its own filter, also under a search', async () => {
  const answer = await listEvents(
    context(),
    listEventsQuery.parse({ ...period, q: 'word5', kind: 'read', actor: stored[0]?.actorArn }),
  )
  expect(answer.facets.kind.map(({ value }) => value).sort()).toEqual(['read', 'write'])
  expect(answer.total).toBe(answer.facets.kind.find(({ value }) => value === 'read')?.count)
})

test('more than are counted are said to be more', async () => {
  const { matching } = await resolveMatching(context(), eventFilter.parse({ ...period, ip: '198.51.100.1' }))
  const { countedFromMs } = await countMatching(database.pool, matching, undefined, 10)
  const newest = expected(({ sourceIp }) => sourceIp === '198.51.100.1').slice(0, 10)
  const oldest = stored.find(({ eventId }) => eventId === newest.at(-1))
  expect(countedFromMs).toBe(oldest?.eventTime.getTime())
})

async function allOf<T>(parts: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const part of parts) all.push(...part)
  return all
}

test('a download has everything that matches once, newest first, as rows and as records', async () => {
  const filter = eventFilter.parse({ ...period })
  const rows = await allOf(exportEventRows(context(), filter))
  const records = await allOf(exportRecords(context(), filter))
  const all = expected(() => true)
  expect(all.length).toBeGreaterThan(1000)
  expect(rows.map(({ id }) => id)).toEqual(all)
  expect(records.map(({ eventID }) => eventID)).toEqual(all)
})
