import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { NotFoundError } from '#server/errors.ts'
import { savePoints } from '#server/store/save-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createEvent,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getIncidentCharts } from './get-incident-charts.ts'

const STARTED_MS = floorTo(NOW, HOUR_MS) - HOUR_MS
const COUNT = 14

let database: Awaited<ReturnType<typeof createTestDatabase>>
let functionId: number
let incidentId: string

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  functionId = await createFunction(database, { name: 'fn-0' })
  const incident = await database.prisma.metricIncident.create({
    data: {
      accountId: ACCOUNT_ID,
      region: REGION,
      startedAt: new Date(STARTED_MS),
      lastSeenAt: new Date(STARTED_MS + 30 * MINUTE_MS),
      severity: 'high',
      title: 'Errors on 14 functions',
      summary: '',
      origin: 'none',
      originText: 'no common cause found',
      originDetail: {},
      functions: Array.from({ length: COUNT }, (_, i) => `fn-${i}`),
      toldBy: [],
    },
  })
  incidentId = incident.id
  for (let i = 0; i < COUNT; i++) {
    const key = {
      accountId: ACCOUNT_ID,
      region: REGION,
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      stat: 'Sum',
      dimension: `fn-${i}`,
    } as const
    const points = Array.from({ length: 3 }, (_, n) => ({
      at: new Date(STARTED_MS + n * 5 * MINUTE_MS),
      value: 9,
    }))
    await savePoints(database.pool, [{ key, periodSeconds: 300, points }])
    const series = await database.prisma.metricSeries.findFirstOrThrow({ where: key })
    await database.prisma.metricAnomaly.create({
      data: {
        seriesId: series.id,
        accountId: ACCOUNT_ID,
        region: REGION,
        functionName: key.dimension,
        metric: 'Errors',
        stat: 'Sum',
        startedAt: new Date(STARTED_MS),
        lastAt: new Date(STARTED_MS + 30 * MINUTE_MS),
        peakAt: new Date(STARTED_MS),
        periods: 6,
        kind: 'spike',
        score: 1 - i / 100,
        value: 9,
        excess: 8,
        explanation: '9 times the usual',
        settled: true,
        incidentId,
      },
    })
  }
})
afterAll(() => database.drop())

test('shows the most unusual series around the time of the incident, and says how many it leaves out', async () => {
  const event = await createEvent(database, {
    functionName: 'fn-0',
    eventTime: new Date(STARTED_MS - 4 * MINUTE_MS),
  })
  const charts = await getIncidentCharts(makeContext(database, 'viewer'), { id: incidentId })
  expect(charts.series.map((one) => one.functionName)).toEqual(
    Array.from({ length: 12 }, (_, i) => `fn-${i}`),
  )
  expect(charts.omitted).toBe(COUNT - 12)
  expect(charts.series[0]).toMatchObject({ functionId, metric: 'Errors', anomalies: [{ kind: 'spike' }] })
  expect(charts.series[1]?.functionId).toBeNull()
  for (const { points } of charts.series) expect(points.length).toBeLessThanOrEqual(200)
  expect(charts.series[0]?.points.filter(([, value]) => value === 9)).toHaveLength(3)
  expect(charts.marks.map((mark) => mark.eventId)).toEqual([event.eventId])
})

test('knows no incident that is none', async () => {
  await expect(getIncidentCharts(makeContext(database, 'viewer'), { id: randomUUID() })).rejects.toThrow(
    NotFoundError,
  )
})
