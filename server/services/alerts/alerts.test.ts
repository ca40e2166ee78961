import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  UnauthenticatedError,
} from '#server/errors.ts'
import { verifyAudit } from '#server/services/audit/record-audit.ts'
import type { Context } from '#server/services/context.ts'
import { savePoints } from '#server/store/save-points.ts'
import {
  ACCOUNT_ID,
  createAccount,
  createAlert,
  createEvent,
  createFunction,
  makeContext,
  NOW,
  REGION,
} from '#server/testing/factories.ts'
import { createTestUser } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { assignAlert } from './assign-alert.ts'
import { commentAlert } from './comment-alert.ts'
import { getAlert } from './get-alert.ts'
import { listAlerts } from './list-alerts.ts'
import { resolveAlert } from './resolve-alert.ts'
import { listAlertsQuery } from './schema.ts'
import { snoozeAlert } from './snooze-alert.ts'
import { unacknowledgeAlert } from './unacknowledge-alert.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let responder: Context
let id: string

beforeAll(async () => {
  database = await createTestDatabase()
  responder = makeContext(database, 'responder')
  await createAccount(database)
})
afterAll(() => database.drop())
beforeEach(async () => {
  id = (await createAlert(database)).id
})

const entries = async () =>
  (await getAlert(responder, { id })).entries.map(({ kind, actor, text }) => ({ kind, actor, text }))

describe('working on an alert', () => {
  test('goes from firing to acknowledged and back, with each step on the timeline and in the audit log', async () => {
    const before = (await verifyAudit(database)).entries
    expect(await acknowledgeAlert(responder, { id, comment: '<b>on it</b>' })).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Ada',
    })
    expect(await unacknowledgeAlert(responder, { id })).toMatchObject({
      state: 'firing',
      acknowledgedBy: null,
    })
    expect(await entries()).toEqual([
      { kind: 'acknowledged', actor: 'Ada', text: '<b>on it</b>' },
      { kind: 'unacknowledged', actor: 'Ada', text: '' },
    ])
    expect(await verifyAudit(database)).toEqual({ entries: before + 2, brokenAt: null })
  })

  test('can be snoozed for a while, then acknowledged', async () => {
    expect(await snoozeAlert(responder, { id, minutes: 30, comment: 'deploying' })).toMatchObject({
      state: 'snoozed',
      snoozedUntil: new Date(NOW + 1_800_000).toISOString(),
    })
    expect(await acknowledgeAlert(responder, { id })).toMatchObject({
      state: 'acknowledged',
      snoozedUntil: null,
    })
    expect((await entries())[0]).toEqual({ kind: 'snoozed', actor: 'Ada', text: 'for 30 min: deploying' })
  })

  test('can be given to a person and taken away, not to a disabled or unknown one', async () => {
    const user = await createTestUser(database, 'responder')
    expect((await assignAlert(responder, { id, userId: user.id })).assignee).toEqual({
      id: user.id,
      name: 'responder',
    })
    expect((await assignAlert(responder, { id, userId: null })).assignee).toBeNull()
    await database.prisma.authUser.update({ where: { id: user.id }, data: { disabled: true } })
    await expect(assignAlert(responder, { id, userId: user.id })).rejects.toThrow(InvalidInputError)
    await expect(assignAlert(responder, { id, userId: 'nobody' })).rejects.toThrow(InvalidInputError)
  })

  test('ends when resolved: comments go on, changes do not', async () => {
    expect(await resolveAlert(responder, { id, comment: 'rolled back' })).toMatchObject({
      state: 'resolved',
      resolvedAt: new Date(NOW).toISOString(),
    })
    await commentAlert(responder, { id, text: 'afterwards' })
    for (const change of [acknowledgeAlert, resolveAlert, unacknowledgeAlert])
      await expect(change(responder, { id })).rejects.toThrow(ConflictError)
    await expect(snoozeAlert(responder, { id, minutes: 30 })).rejects.toThrow(ConflictError)
    expect((await entries()).map((entry) => entry.kind)).toEqual(['resolved', 'commented'])
  })

  test('is acknowledged once when two do it at the same moment', async () => {
    const results = await Promise.allSettled([
      acknowledgeAlert(responder, { id }),
      acknowledgeAlert(responder, { id }),
      acknowledgeAlert(responder, { id }),
    ])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect(await entries()).toHaveLength(1)
    expect((await verifyAudit(database)).brokenAt).toBeNull()
  })

  test('needs a responder and an alert that exists', async () => {
    await expect(acknowledgeAlert(makeContext(database, 'viewer'), { id })).rejects.toThrow(ForbiddenError)
    await expect(acknowledgeAlert(makeContext(database, null), { id })).rejects.toThrow(UnauthenticatedError)
    await expect(acknowledgeAlert(responder, { id: randomUUID() })).rejects.toThrow(NotFoundError)
    await expect(getAlert(responder, { id: randomUUID() })).rejects.toThrow(NotFoundError)
    expect(await entries()).toEqual([])
  })
})

describe('the cause of an alert', () => {
  test('is the nearest change of the same function; reads, failures and later changes are none', async () => {
    const resourceId = await createFunction(database, { name: 'cause-fn' })
    const alert = await createAlert(database, {
      resourceId,
      resourceName: 'cause-fn',
      startedAt: new Date(NOW - 600_000),
    })
    const at = (minutesBefore: number) => new Date(NOW - 600_000 - minutesBefore * 60_000)
    await createEvent(database, { functionName: 'cause-fn', eventTime: at(4) })
    await createEvent(database, { functionName: 'other-fn', eventTime: at(1) })
    await createEvent(database, {
      functionName: 'cause-fn',
      eventTime: at(2),
      readOnly: true,
      eventName: 'GetFunction',
    })
    await createEvent(database, { functionName: 'cause-fn', eventTime: at(3), errorCode: 'AccessDenied' })
    await createEvent(database, { eventName: 'CreateLogStream', eventTime: at(1) })
    await createEvent(database, { functionName: 'cause-fn', eventTime: at(-1) })
    await createEvent(database, { functionName: 'cause-fn', eventTime: at(130) })
    const detail = await getAlert(responder, { id: alert.id })
    expect(detail.alert.cause).toBe('4 min after UpdateFunctionCode by gha-deploy')
    expect(detail.changesBefore.map(({ secondsBefore, why }) => [secondsBefore, why])).toEqual([
      [240, '4 min before, on the same function'],
      [60, '1 min before, on the same account and region'],
    ])
    const { items } = await listAlerts(responder, listAlertsQuery.parse({ resourceId }))
    expect(items[0]?.cause).toBe('4 min after UpdateFunctionCode by gha-deploy')
  })

  test('is looked for on a function that was found only after its alert', async () => {
    const alert = await createAlert(database, { resourceName: 'late-fn' })
    expect((await getAlert(responder, { id: alert.id })).alert.resourceId).toBeNull()
    const resourceId = await createFunction(database, { name: 'late-fn' })
    expect((await getAlert(responder, { id: alert.id })).alert.resourceId).toBe(resourceId)
  })

  test('is not guessed where only another function changed', async () => {
    const resourceId = await createFunction(database, { name: 'lonely-fn' })
    const alert = await createAlert(database, { resourceId, resourceName: 'lonely-fn' })
    expect((await getAlert(responder, { id: alert.id })).alert.cause).toBeNull()
  })
})

describe('one alert in full', () => {
  test('has what is usual and what was not beside its metric, and names its incident', async () => {
    const series = {
      accountId: ACCOUNT_ID,
      region: REGION,
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      stat: 'Sum',
      dimension: 'banded-fn',
    } as const
    const { startedAt } = await createAlert(database)
    await savePoints(database.pool, [
      { key: series, periodSeconds: 300, points: [{ at: startedAt, value: 9 }] },
    ])
    const { id } = await database.prisma.metricSeries.findFirstOrThrow({ where: series })
    await database.prisma.$executeRaw`INSERT INTO metric_band (series_id, day, expected, lower, upper)
      VALUES (${id}, ${startedAt}::date, array_fill(2::real, ARRAY[24]), array_fill(1::real, ARRAY[24]), array_fill(4::real, ARRAY[24]))`
    await database.prisma.metricAnomaly.create({
      data: {
        seriesId: id,
        accountId: ACCOUNT_ID,
        region: REGION,
        functionName: 'banded-fn',
        metric: 'Errors',
        stat: 'Sum',
        startedAt,
        lastAt: startedAt,
        peakAt: startedAt,
        periods: 1,
        kind: 'spike',
        score: 0.9,
        value: 9,
        excess: 5,
        explanation: '4.5 times the usual',
        settled: true,
      },
    })
    const incidentId = randomUUID()
    const metric = {
      title: 'Errors',
      unit: 'errors',
      series: [series],
      threshold: null,
    }
    const alert = await createAlert(database, {
      ruleId: 'metric-anomaly',
      fingerprint: `metric-anomaly:${incidentId}`,
      evidence: { items: [], eventIds: [], metric },
    })
    const detail = await getAlert(responder, { id: alert.id })
    expect(detail.incidentId).toBe(incidentId)
    expect(detail.chart?.series[0]?.band[0]?.slice(1)).toEqual([1, 4])
    expect(detail.chart?.anomalies).toMatchObject([{ kind: 'spike', explanation: '4.5 times the usual' }])
    expect((await getAlert(responder, { id: (await createAlert(database)).id })).incidentId).toBeNull()
  })

  test('survives evidence of any shape', async () => {
    for (const evidence of [
      [],
      {},
      'text',
      { items: 'x', metric: { title: 1 } },
      { items: [{ label: '<b>', value: '\u202Ex' }], eventIds: ['nothing'] },
    ]) {
      const alert = await createAlert(database, { evidence, ruleId: 'a-rule-of-the-past' })
      const detail = await getAlert(responder, { id: alert.id })
      expect(detail.rule).toMatchObject({ id: 'a-rule-of-the-past', title: 'A rule of the past' })
      expect(detail.chart).toBeNull()
    }
  })

  test('has a chart with its threshold where its evidence names a metric', async () => {
    const metric = {
      title: 'Timeouts',
      unit: 'Count',
      series: [{ namespace: 'Sightline', metric: 'Timeouts', stat: 'Sum', dimension: 'orders-api' }],
      threshold: { label: 'Limit', value: 5 },
    }
    const alert = await createAlert(database, { evidence: { items: [], eventIds: [], metric } })
    const { chart } = await getAlert(responder, { id: alert.id })
    expect(chart).toMatchObject({ title: 'Timeouts', threshold: { label: 'Limit', value: 5 }, series: [] })
  })
})

describe('the list of alerts', () => {
  test('has the worst first, the newest among equals, and facets that ignore their own filter', async () => {
    const own = await createTestDatabase()
    const context = makeContext(own, 'viewer')
    await createAlert(own, { title: 'a', severity: 'low' })
    await createAlert(own, { title: 'b', severity: 'critical', startedAt: new Date(NOW - 3_600_000) })
    await createAlert(own, { title: 'c', severity: 'critical' })
    await createAlert(own, {
      title: 'd',
      severity: 'critical',
      state: 'resolved',
      resolvedAt: new Date(NOW - 1000),
    })
    await createAlert(own, {
      title: 'e',
      state: 'resolved',
      startedAt: new Date(NOW - 9e8),
      lastSeenAt: new Date(NOW - 9e8),
      resolvedAt: new Date(NOW - 9e8),
    })
    const list = async (query: object) => listAlerts(context, listAlertsQuery.parse(query))
    expect((await list({ state: 'open' })).items.map((row) => row.title)).toEqual(['c', 'b', 'a'])
    expect(
      (await list({ sort: 'title', order: 'asc', pageSize: 1, page: 2 })).items.map((row) => row.title),
    ).toEqual(['b'])
    const { total, facets } = await list({ state: 'resolved' })
    expect(total).toBe(1)
    expect(facets.state).toEqual([
      { value: 'firing', label: 'firing', count: 3 },
      { value: 'resolved', label: 'resolved', count: 1 },
    ])
    expect((await list({ q: 'nothing such' })).total).toBe(0)
    await own.drop()
  })
})
