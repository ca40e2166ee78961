import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { PeriodSeconds, Stat } from '#server/domain/metrics/metric.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT_ID, createAccount, createFunction, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { loadSurroundings } from './load-surroundings.ts'
import { loadFunctionWindows } from './load-windows.ts'
import { savePoints } from './save-points.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE_MS)
const place = (name: string) => ({ region: REGION, name })

function save(
  dimension: string,
  metric: string,
  stat: Stat,
  value: number,
  periodSeconds: PeriodSeconds = 300,
) {
  const key = { accountId: ACCOUNT_ID, region: REGION, namespace: 'AWS/Lambda', metric, stat, dimension }
  return savePoints(database.pool, [{ key, periodSeconds, points: [{ at: at(17), value }] }])
}

async function addResource(kind: string, name: string, summary: object, record: object) {
  const { id } = await database.prisma.resource.create({
    data: {
      accountId: ACCOUNT_ID,
      region: REGION,
      kind,
      arn: `arn:aws:kinesis:${REGION}:${ACCOUNT_ID}:${name}`,
      name,
      summary,
      firstSeenAt: at(60),
      lastSeenAt: at(60),
    },
  })
  const version = await database.prisma.resourceVersion.create({
    data: { resourceId: id, contentHash: name, record, validFrom: at(60) },
  })
  await database.prisma.resource.update({ where: { id }, data: { currentVersionId: version.id } })
  return `arn:aws:kinesis:${REGION}:${ACCOUNT_ID}:${name}`
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await createFunction(database, {
    name: 'reader',
    reservedConcurrency: known(20),
    eventInvokeConfigs: known([
      { qualifier: '$LATEST', maximumEventAgeSeconds: 3600 },
      { qualifier: 'live', onFailure: 'arn:aws:sqs:eu-west-1:111122223333:failed' },
    ]),
  })
  await createFunction(database, { name: 'plain' })
  await createFunction(database, {
    name: 'unseen',
    eventInvokeConfigs: denied('lambda:ListFunctionEventInvokeConfigs'),
    reservedConcurrency: denied('lambda:GetFunction'),
  })
  const stream = await addResource(
    'event-source',
    'stream/clicks',
    {},
    { retentionSeconds: known(48 * 3600) },
  )
  const mapping = (sourceType: string, eventSourceArn: string, state = 'Enabled') => ({
    functionName: 'reader',
    sourceType,
    eventSourceArn,
    state,
  })
  await addResource('event-source-mapping', 'a', mapping('kinesis', stream), {
    maximumRecordAgeSeconds: known(-1),
  })
  await addResource('event-source-mapping', 'b', mapping('kinesis', stream, 'Disabled'), {
    maximumRecordAgeSeconds: known(60),
  })
  await addResource('event-source-mapping', 'c', mapping('sqs', 'arn:aws:sqs:eu-west-1:1:orders'), {
    maximumConcurrency: known(50),
  })
  await addResource(
    'account-settings',
    'settings',
    { concurrentExecutions: 1000, unreservedConcurrentExecutions: 980 },
    {},
  )
  await save('reader', 'IteratorAge', 'Maximum', 9 * HOUR_MS)
  await save('reader', 'ConcurrentExecutions', 'Maximum', 20)
  await save('', 'ConcurrentExecutions', 'Maximum', 700, 60)
})
afterAll(() => database.drop())

describe('what stands around a function', () => {
  it('is its events’ settings, its streams and queues, and the limits of the account', async () => {
    const around = await loadSurroundings(database.pool, ACCOUNT_ID, [place('reader')], new Date(NOW))
    expect(around(place('reader'))).toMatchObject({
      flow: {
        maxEventAgeMs: HOUR_MS,
        keepsFailures: true,
        recordLifeMs: 48 * HOUR_MS,
        iteratorAge: [[at(17).getTime(), 9 * HOUR_MS]],
      },
      throttling: {
        reserved: 20,
        concurrency: [[at(17).getTime(), 20]],
        account: { limit: 1000, pool: 980, concurrency: [[at(17).getTime(), 700]] },
        queues: [{ name: 'orders', maximumConcurrency: 50 }],
      },
    })
  })

  it('is Lambda’s own where nothing is set, and unknown where nothing could be read', async () => {
    const around = await loadSurroundings(
      database.pool,
      ACCOUNT_ID,
      [place('plain'), place('unseen'), place('gone')],
      new Date(NOW),
    )
    expect(around(place('plain'))).toMatchObject({
      flow: { maxEventAgeMs: 6 * HOUR_MS, keepsFailures: false, recordLifeMs: null },
      throttling: { reserved: null, queues: [] },
    })
    for (const name of ['unseen', 'gone'])
      expect(around(place(name))).toMatchObject({
        flow: { maxEventAgeMs: null, keepsFailures: null },
        throttling: { reserved: undefined },
      })
  })

  it('is reason enough to look at a function without errors', async () => {
    const windows = await loadFunctionWindows(database.pool, ACCOUNT_ID, new Date(NOW))
    expect(windows.map(({ functionName }) => functionName)).toEqual(['reader'])
  })
})
