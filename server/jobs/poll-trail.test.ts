import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { pollTrail } from './poll-trail.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const TARGET = { accountId: ACCOUNT, region: REGION }

let aws: TestAws
let clients: ClientPool
let db: Awaited<ReturnType<typeof createTestDatabase>>
/** An event each so often; every tenth writes. */
let everyMs = 10 * MINUTE_MS

function eventsBetween(fromMs: number, toMs: number, writesOnly: boolean) {
  const first = Math.ceil(fromMs / everyMs)
  const events = []
  for (let i = Math.floor(Math.min(toMs, NOW) / everyMs); i >= first; i--) {
    const readOnly = i % 10 !== 0
    if (writesOnly && readOnly) continue
    const name = readOnly ? 'ListTags20170331' : 'UpdateFunctionCode20150331v2'
    const record = {
      eventTime: new Date(i * everyMs).toISOString(),
      eventSource: 'lambda.amazonaws.com',
      eventName: name,
      readOnly,
    }
    events.push({
      EventId: `e${i}`,
      EventTime: (i * everyMs) / 1000,
      CloudTrailEvent: JSON.stringify(record),
    })
  }
  return events
}

beforeAll(async () => {
  aws = await startTestAws()
  clients = testPool(aws.url)
  db = await createTestDatabase()
})
beforeEach(async () => {
  everyMs = 10 * MINUTE_MS
  aws.requests.length = 0
  aws.answer = ({ json }) => {
    const { StartTime, EndTime, NextToken, LookupAttributes } = asObject(json)
    const writesOnly = asArray(LookupAttributes).length > 0
    const all = eventsBetween(Number(StartTime) * 1000, Number(EndTime) * 1000, writesOnly)
    const from = Number(NextToken ?? 0)
    const more = from + 50 < all.length ? { NextToken: String(from + 50) } : {}
    return { body: { Events: all.slice(from, from + 50), ...more } }
  }
  await db.pool.query(
    'TRUNCATE aws_account, trail_event, trail_hour, trail_day, collector_cursor, alert CASCADE',
  )
  await db.pool.query(
    `INSERT INTO aws_account (id, name, partition, status, enabled, regions, enabled_regions, updated_at)
     VALUES ($1, 'test', 'aws', 'ok', true, '{}', $2, now())`,
    [ACCOUNT, [REGION]],
  )
})
afterAll(async () => {
  clients.close()
  await aws.close()
  await db.drop()
})

const poll = async () => {
  const worker = createWorker(db, { clock: () => NOW, aws: { clients, register: () => undefined } })
  await worker.run(pollTrail, TARGET)
  return worker.take()
}
const coveredTo = (collector: string, ms: number) =>
  moveCursor(db.pool, { collector, ...TARGET }, { coveredTo: new Date(ms).toISOString() }, new Date(NOW))
const cursors = async () => {
  const { rows } = await db.pool.query('SELECT collector, cursor FROM collector_cursor')
  return Object.fromEntries(rows.map((row) => [row.collector, row.cursor]))
}
const asksForWrites = () =>
  aws.requests.map(({ json }) => asArray(asObject(json).LookupAttributes).length > 0)
const stored = async () => (await db.pool.query('SELECT event_id AS id FROM trail_event')).rows.length

describe('the poll of an account and region', () => {
  it('looks six hours back at first, and then from where it came to', async () => {
    expect(await poll()).toContain(`sweep-region ${ACCOUNT}/${REGION}`)
    expect(await stored()).toBe(37)
    expect(asksForWrites()).not.toContain(true)
    expect(await cursors()).toMatchObject({ 'trail-events': { coveredTo: new Date(NOW).toISOString() } })
    await poll()
    expect(await stored()).toBe(37)
  })

  it('asks first for what was changed where it lags behind, and then catches up', async () => {
    await coveredTo('trail-events', NOW - 5 * HOUR_MS)
    await poll()
    const asks = asksForWrites()
    expect(asks[0]).toBe(true)
    expect(asks.lastIndexOf(true)).toBeLessThan(asks.indexOf(false))
    expect(await stored()).toBe(33)
    expect(await cursors()).toMatchObject({ 'trail-events': { coveredTo: new Date(NOW).toISOString() } })
  })

  it('reads so much at a time where there is too much, and stores each event once', async () => {
    everyMs = 2000
    await coveredTo('trail-events', NOW - 5 * HOUR_MS)
    await poll()
    const first = await cursors()
    expect(first['trail-writes']).toEqual({ coveredTo: new Date(NOW).toISOString() })
    const reached = Date.parse(first['trail-events'].coveredTo)
    expect(reached).toBeGreaterThan(NOW - 5 * HOUR_MS)
    expect(reached).toBeLessThan(NOW)
    const all = eventsBetween(NOW - 5 * HOUR_MS - 20 * MINUTE_MS, reached, false)
    const later = eventsBetween(reached + 1, NOW, true)
    expect(await stored()).toBe(all.length + later.length)
  })

  it('leaves out what only reads where it lags a day behind, and keeps what it left out', async () => {
    await coveredTo('trail-events', NOW - 2 * DAY_MS)
    await poll()
    expect(await cursors()).toMatchObject({
      'trail-events': { coveredTo: new Date(NOW).toISOString() },
      'trail-left-out': {
        from: new Date(NOW - 2 * DAY_MS).toISOString(),
        to: new Date(NOW - HOUR_MS).toISOString(),
      },
    })
    const { rows } = await db.pool.query("SELECT problems FROM collector_run WHERE status = 'partial'")
    expect(rows).toMatchObject([{ problems: [{ code: 'TooManyEvents' }] }])
  })

  it('keeps what it left out where it does not get further than its first step', async () => {
    await coveredTo('trail-events', NOW - 2 * DAY_MS)
    const answer = aws.answer
    let asked = 0
    aws.answer = (request) => {
      if (asArray(asObject(request.json).LookupAttributes).length === 0) asked += 1
      const denied = { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } }
      return asked > 1 ? denied : answer(request)
    }
    await poll()
    const { 'trail-events': reached, 'trail-left-out': leftOut } = await cursors()
    expect(Date.parse(reached.coveredTo)).toBeLessThan(NOW - HOUR_MS)
    expect(leftOut).toEqual({
      from: new Date(NOW - 2 * DAY_MS).toISOString(),
      to: new Date(NOW - HOUR_MS).toISOString(),
    })
  })
})
