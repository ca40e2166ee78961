import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { PeriodSeconds, Stat } from '#server/domain/metrics/metric.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { rollUpPoints } from '#server/store/roll-up-points.ts'
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
import { getConcurrency } from './get-concurrency.ts'
import { concurrency } from './schema.ts'

const END = Math.floor(NOW / 300_000) * 300_000
let database: Awaited<ReturnType<typeof createTestDatabase>>
const range = { from: new Date(END - 180 * MINUTE_MS).toISOString(), to: new Date(NOW).toISOString() }
const get = (place?: string) => getConcurrency(makeContext(database, 'viewer'), { ...range, place })

function save(
  metric: string,
  stat: Stat,
  dimension: string,
  periodSeconds: PeriodSeconds,
  valueAt: (minutesAgo: number) => number,
) {
  const points = []
  for (let at = END - 180 * MINUTE_MS; at < END; at += periodSeconds * 1000)
    points.push({ at: new Date(at), value: valueAt((END - at) / MINUTE_MS) })
  const key = { accountId: ACCOUNT_ID, region: REGION, namespace: 'AWS/Lambda', metric, stat, dimension }
  return savePoints(database.pool, [{ key, periodSeconds, points }])
}

async function addSettings(region: string, limit: number, pool: number) {
  await database.prisma.resource.create({
    data: {
      accountId: ACCOUNT_ID,
      region,
      kind: 'account-settings',
      arn: `settings ${region}`,
      name: 'settings',
      summary: { concurrentExecutions: limit, unreservedConcurrentExecutions: pool },
      firstSeenAt: new Date(NOW),
      lastSeenAt: new Date(NOW),
    },
  })
}

/** Rises from 120 to 590 between 40 and 30 minutes ago, and stays there for a quarter of an hour. */
const isHigh = (ago: number) => ago <= 35 && ago > 20

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await addSettings(REGION, 1000, 600)
  await addSettings('us-east-1', 1000, 1000)
  const hog = await createFunction(database, { name: 'hog' })
  await createFunction(database, { name: 'small' })
  await createFunction(database, { name: 'kept', reservedConcurrency: known(400) })
  await database.prisma.trigger.create({
    data: {
      resourceId: hog,
      key: 'k',
      accountId: ACCOUNT_ID,
      region: REGION,
      kind: 'sqs',
      source: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      sourceName: 'orders',
      functionArn: 'arn',
      functionName: 'hog',
      invocation: 'queue',
      sides: 'both',
      failuresVia: 'nowhere',
      audience: 'account',
      body: {},
      firstSeenAt: new Date(NOW),
    },
  })
  for (const period of [60, 300] as const) {
    await save('ConcurrentExecutions', 'Maximum', '', period, (ago) => (isHigh(ago) ? 598 : 120))
    await save('UnreservedConcurrentExecutions', 'Maximum', '', period, (ago) => (isHigh(ago) ? 590 : 110))
  }
  await save('ConcurrentExecutions', 'Maximum', 'hog', 300, (ago) => (isHigh(ago) ? 560 : 80))
  await save('ConcurrentExecutions', 'Maximum', 'small', 300, () => 30)
  await save('ConcurrentExecutions', 'Maximum', 'kept', 300, () => 8)
  await save('Throttles', 'Sum', 'small', 300, (ago) => (isHigh(ago) ? 50 : 0))
})
afterAll(() => database.drop())

describe('concurrency', () => {
  it('lists every place with its limit, the nearest to it first; one that was not polled has no peak', async () => {
    const { places, detail } = await get()
    expect(places).toMatchObject([
      { region: REGION, limit: 1000, pool: 600, peak: 598 },
      { region: 'us-east-1', limit: 1000, pool: 1000, peak: null },
    ])
    expect(detail?.region).toBe(REGION)
    expect(concurrency.safeParse(await get()).success).toBe(true)
  })

  it('says who used it at the peak, by which way, and why it rose', async () => {
    const { detail } = await get(`${ACCOUNT_ID}/${REGION}`)
    expect(detail?.atPeak).toMatchObject([
      { name: 'hog', concurrency: 560, ways: [{ kind: 'sqs', source: 'orders', invocation: 'queue' }] },
      { name: 'small', concurrency: 30, ways: [] },
      { name: 'kept', concurrency: 8, reserved: 400 },
    ])
    expect(detail?.byTrigger[0]).toEqual({ invocation: 'queue', concurrency: 560, functions: 1 })
    expect(detail?.spike).toMatchObject({
      peak: 598,
      level: 120,
      rise: 478,
      parts: [{ name: 'hog', before: 80, rise: 480 }],
    })
    expect(detail?.sumAtPeak).toBe(598)
  })

  it('says who goes short, at whose cost, and what is reserved without being used', async () => {
    const { detail } = await get()
    expect(detail?.starved).toMatchObject([
      { name: 'small', throttles: 150, inNeed: 150, by: [{ name: 'hog' }] },
    ])
    expect(detail?.reservations).toMatchObject([{ name: 'kept', reserved: 400, used: 8 }])
    expect(detail?.reserved).toBe(400)
  })

  it('says that it does not rise now, and of the six drawn what is left', async () => {
    const { detail } = await get()
    expect(detail?.toLimit).toEqual({ account: { state: 'not rising' }, pool: { state: 'not rising' } })
    expect(detail?.functions.map(({ name }) => name)).toEqual(['hog', 'small', 'kept'])
    expect([...new Set(detail?.others.map(([, value]) => value))].sort()).toEqual([0, 2])
  })

  it('has a place without metrics too, and none where nothing is in scope', async () => {
    const quiet = await get(`${ACCOUNT_ID}/us-east-1`)
    expect(quiet.detail).toMatchObject({
      region: 'us-east-1',
      peak: null,
      spike: null,
      atPeak: [],
      starved: [],
    })
    expect(quiet.detail?.toLimit.account.state).toBe('unknown')
    const none = await getConcurrency(makeContext(database, 'viewer'), { ...range, regions: ['eu-north-1'] })
    expect(none).toMatchObject({ places: [], detail: null })
  })

  it('explains the peak of a week by its five minutes, and by hours where functions have no others', async () => {
    const week = { ...range, from: new Date(END - 7 * 24 * 60 * MINUTE_MS).toISOString() }
    await rollUpPoints(database.pool, NOW, { periodSeconds: 300, fromMs: NOW - 180 * MINUTE_MS })
    const explained = async () =>
      (await getConcurrency(makeContext(database, 'viewer'), { ...week, place: `${ACCOUNT_ID}/${REGION}` }))
        .detail?.spike
    const hogRose = { peak: 598, level: 120, told: 480, parts: [{ name: 'hog', before: 80, rise: 480 }] }
    expect(await explained()).toMatchObject({ ...hogRose, peakAt: '2026-11-20T05:40:00.000Z' })
    await database.pool.query(
      `DELETE FROM metric_point p USING metric_series s WHERE s.id = p.series_id AND s.dimension <> '' AND period_seconds = 300`,
    )
    expect(await explained()).toMatchObject(hogRose)
  })
})
