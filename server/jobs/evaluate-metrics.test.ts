import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { savePoints } from '#server/store/save-points.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { evaluateMetrics } from './evaluate-metrics.ts'

const START = Date.UTC(2026, 10, 20, 9)
const at = (minutes: number) => new Date(START + minutes * MINUTE_MS)
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() =>
  db.pool.query(
    'TRUNCATE resource, resource_version, metric_point, alert, alert_entry, collector_cursor CASCADE',
  ),
)
afterAll(() => db.drop())

type Series = {
  metric: string
  stat?: Stat
  dimension?: string
  namespace?: string
  period?: 60 | 300 | 3600
}

/** Points from minute `from` up to `to`, one a period. */
async function points(series: Series, from: number, to: number, value: number): Promise<void> {
  const { metric, stat = 'Sum', dimension = 'orders-api', namespace = 'AWS/Lambda', period = 300 } = series
  const list = []
  for (let minute = from; minute < to; minute += period / 60) list.push({ at: at(minute), value })
  const key = { accountId: ACCOUNT, region: REGION, namespace, metric, stat, dimension }
  await savePoints(db.pool, [{ key, periodSeconds: period, points: list }])
}

const polled = (minutes: number) =>
  moveCursor(
    db.pool,
    { collector: 'poll-metrics', accountId: ACCOUNT, region: REGION },
    { accountUntil: at(minutes), functionsUntil: at(minutes) },
    at(minutes),
  )
const evaluate = (minutes: number) => evaluateMetrics(db.pool, ACCOUNT, at(minutes))
const alerts = async () =>
  (await db.pool.query('SELECT rule_id, state, resource_name, resource_id IS NOT NULL AS linked FROM alert'))
    .rows

it('opens an alert while a function is throttled, and resolves it once it has been quiet', async () => {
  await saveResources(db.pool, [functionRecord('orders-api')], { id: null, now: at(0) })
  await points({ metric: 'Invocations' }, -120, 90, 100)
  await points({ metric: 'Throttles' }, 0, 15, 30)
  await polled(15)
  await evaluate(15)
  await evaluate(16)
  const open = { rule_id: 'throttles', state: 'firing', resource_name: 'orders-api', linked: true }
  expect(await alerts()).toEqual([open])
  await evaluate(60)
  expect(await alerts()).toEqual([open])
  await polled(60)
  await evaluate(60)
  expect(await alerts()).toEqual([{ ...open, state: 'resolved' }])
})

it('watches functions that it may not list', async () => {
  await points({ metric: 'Invocations' }, -240, 15, 100)
  await points({ metric: 'Errors' }, 0, 15, 60)
  await points({ metric: 'Throttles' }, 0, 15, 60)
  await polled(15)
  await evaluate(15)
  const rules = (await alerts()).map((row) => [row.rule_id, row.linked])
  expect(rules.sort()).toEqual([
    ['errors-burst', false],
    ['throttles', false],
  ])
})

it('tells timeouts apart from other errors', async () => {
  await saveResources(db.pool, [functionRecord('orders-api')], { id: null, now: at(-300) })
  await points({ metric: 'Invocations' }, -240, 15, 100)
  await points({ metric: 'Errors' }, 0, 15, 60)
  await points({ metric: 'Timeouts', namespace: 'Sightline' }, 0, 15, 60)
  await polled(15)
  await evaluate(15)
  expect((await alerts()).map((row) => row.rule_id)).toEqual(['timeouts'])
})

it('holds an account’s concurrency against its limit, and says nothing where that is denied', async () => {
  const settings = (limit: number | null) => ({
    kind: 'account-settings' as const,
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:account-settings`,
    name: 'account-settings',
    accountId: ACCOUNT,
    region: REGION,
    concurrentExecutions: limit === null ? denied<number>('lambda:GetAccountSettings') : known(limit),
    unreservedConcurrentExecutions: known(10),
    totalCodeSizeLimitBytes: known(1),
    codeSizeUnzippedLimitBytes: known(1),
    codeSizeZippedLimitBytes: known(1),
    functionCount: known(1),
    totalCodeSizeBytes: known(1),
    unknownFields: [],
  })
  const account = { metric: 'ConcurrentExecutions', stat: 'Maximum', dimension: '', period: 60 } as const
  await points(account, 0, 15, 900)
  await polled(15)
  await saveResources(db.pool, [settings(null)], { id: null, now: at(0) })
  await evaluate(15)
  expect(await alerts()).toEqual([])
  await saveResources(db.pool, [settings(1000)], { id: null, now: at(1) })
  await evaluate(15)
  expect(await alerts()).toMatchObject([{ rule_id: 'account-concurrency', state: 'firing' }])
})

it('sees a jump of charges across the stored days', async () => {
  const key = {
    accountId: ACCOUNT,
    region: 'us-east-1',
    namespace: 'AWS/Billing',
    metric: 'EstimatedCharges',
    stat: 'Maximum' as const,
    dimension: '',
  }
  const list = []
  let value = 0
  for (let ms = START - 12 * DAY_MS; ms <= START; ms += 6 * HOUR_MS) {
    value += ms > START - 12 * HOUR_MS ? 60 : 6
    list.push({ at: new Date(ms), value })
  }
  await savePoints(db.pool, [{ key, periodSeconds: 3600, points: list }])
  await evaluate(10)
  expect(await alerts()).toMatchObject([{ rule_id: 'charges-jump', state: 'firing', resource_name: null }])
})
