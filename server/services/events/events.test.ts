import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInputError, NotFoundError } from '#server/errors.ts'
import { listEventsRoute } from '#server/http/routes/events.ts'
import { createAccount, createEvent, createFunction, makeContext, NOW } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { readEventCursor, writeEventCursor } from './event-cursor.ts'
import { getEvent } from './get-event.ts'
import { bucketSecondsOf, getEventHistogram } from './get-event-histogram.ts'
import { listEvents } from './list-events.ts'
import { listEventsQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const HOSTILE = '=HYPERLINK("http://x")<img src=x>\u202E%_\\'

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await createFunction(database, { name: 'orders-api' })
  const at = (minutes: number) => new Date(NOW - minutes * 60_000)
  for (let i = 0; i < 7; i++) await createEvent(database, { eventId: `same-${i}`, eventTime: at(10) })
  await createEvent(database, {
    eventId: 'read',
    eventTime: at(5),
    readOnly: true,
    eventName: 'GetFunction',
    rawEventName: 'GetFunction20150331v2',
    tool: 'cli',
  })
  await createEvent(database, {
    eventId: 'failed',
    eventTime: at(6),
    errorCode: 'AccessDenied',
    errorMessage: HOSTILE,
    userAgent: HOSTILE,
    functionName: null,
  })
  await createEvent(database, { eventId: 'old', eventTime: at(60 * 30) })
})
afterAll(() => database.drop())

const list = (query: Record<string, unknown> = {}) =>
  listEvents(makeContext(database, 'viewer'), listEventsQuery.parse(query))
const ids = async (query: Record<string, unknown>) => (await list(query)).items.map((event) => event.id)

describe('the list of events', () => {
  test('can be walked from page to page without loss or repetition', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 2, cursor })
      expect(page.total).toBe(9)
      seen.push(...page.items.map((event) => event.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([
      'read',
      'failed',
      'same-6',
      'same-5',
      'same-4',
      'same-3',
      'same-2',
      'same-1',
      'same-0',
    ])
  })

  test.each([
    [{ kind: 'read' }, ['read']],
    [{ outcome: 'error' }, ['failed']],
    [{ tool: 'cli' }, ['read']],
    [{ function: 'none' }, ['failed']],
    [{ name: 'GetFunction,Nothing' }, ['read']],
    [{ q: HOSTILE }, ['failed']],
    [{ q: 'accessdenied' }, ['failed']],
    [{ session: 'nobody' }, []],
    [{ from: '2026-11-18T00:00:00Z', to: '2026-11-19T06:00:00Z' }, ['old']],
    [{ regions: 'us-east-1' }, []],
    [{ env: 'prod' }, []],
  ])('%j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected)
  })

  test('links to the function, counts facets without their own filter, names accounts', async () => {
    const { items, facets } = await list({ kind: 'read' })
    expect(items[0]).toMatchObject({
      functionId: 1,
      accountName: 'production',
      rawName: 'GetFunction20150331v2',
      at: '2026-11-20T06:12:00.000Z',
    })
    expect(facets.kind).toEqual([
      { value: 'write', label: 'write', count: 8 },
      { value: 'read', label: 'read', count: 1 },
    ])
    expect(facets.name).toEqual([{ value: 'GetFunction', label: 'GetFunction', count: 1 }])
    expect(facets.actor[0]?.label).toBe('gha-deploy/run-1')
  })

  test('downloads as CSV in which nothing runs', async () => {
    const answer = await listEventsRoute.run({
      context: makeContext(database, 'viewer'),
      params: {},
      query: { format: 'csv' },
      body: undefined,
      request: new Request('http://x'),
    })
    const text = await (answer as Response).text()
    expect(text.trim().split('\r\n')).toHaveLength(10)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")`)
  })

  test.each(['x', '', 'AAAA', '!!!!', Buffer.from('zzzzzzzzzzzzz.id').toString('base64url')])(
    'refuses a cursor that is not its own: %j',
    async (cursor) => {
      if (cursor === '') expect((await list({ cursor })).items).toHaveLength(9)
      else await expect(list({ cursor })).rejects.toThrow(InvalidInputError)
    },
  )
})

describe('a cursor', () => {
  test('reads back as what was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.stringMatching(/^[\x21-\x7e]{1,128}$/),
        (timeMs, eventId) => {
          expect(readEventCursor(writeEventCursor({ timeMs, eventId }))).toEqual({ timeMs, eventId })
        },
      ),
    )
  })

  test('of any other text is refused or is a place, never a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(Number.isFinite(new Date(readEventCursor(text).timeMs).getTime())).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError)
        }
      }),
    )
  })
})

describe('the histogram', () => {
  test('counts every event of the range once', async () => {
    const { buckets, bucketSeconds } = await getEventHistogram(
      makeContext(database, 'viewer'),
      listEventsQuery.parse({ range: '3h' }),
    )
    expect(bucketSeconds).toBe(300)
    const sum = (key: 'writes' | 'reads' | 'errors') =>
      buckets.reduce((total, bucket) => total + bucket[key], 0)
    expect([sum('writes'), sum('reads'), sum('errors')]).toEqual([7, 1, 1])
  })

  test('never has more than 101 buckets', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 * 86_400_000 }), (spanMs) => {
        expect(spanMs / 1000 / bucketSecondsOf(spanMs)).toBeLessThanOrEqual(100)
      }),
    )
  })
})

test('one event has its raw record; another id is not found', async () => {
  expect((await getEvent(makeContext(database, 'viewer'), { id: 'failed' })).event.errorMessage).toBe(HOSTILE)
  await expect(getEvent(makeContext(database, 'viewer'), { id: "' OR 1=1" })).rejects.toThrow(NotFoundError)
})
