import { afterAll, beforeAll, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT_ID, createAccount, createFunction, NOW, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { loadFunctionWindows } from './load-windows.ts'
import { savePoints } from './save-points.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const at = (minutesAgo: number) => new Date(Math.floor(NOW / 300_000) * 300_000 - minutesAgo * MINUTE_MS)

function save(namespace: string, metric: string, stat: Stat, values: [minutesAgo: number, value: number][]) {
  const key = { accountId: ACCOUNT_ID, region: REGION, namespace, metric, stat, dimension: 'orders-api' }
  const points = values.map(([ago, value]) => ({ at: at(ago), value }))
  return savePoints(database.pool, [{ key, periodSeconds: 300, points }])
}

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  await createFunction(database, { name: 'orders-api', timeoutSeconds: known(10) })
})
afterAll(() => database.drop())

it('tells timeouts apart before they were derived from the points that just came', async () => {
  await save('AWS/Lambda', 'Errors', 'Sum', [
    [50, 30],
    [10, 30],
    [5, 40],
  ])
  await save('AWS/Lambda', 'Duration', 'Maximum', [
    [50, 10_000],
    [10, 10_000],
    [5, 10_000],
  ])
  await save('AWS/Lambda', 'Duration', 'Sum', [
    [50, 900_000],
    [10, 900_000],
    [5, 900_000],
  ])
  await save('Sightline', 'Timeouts', 'Sum', [
    [50, 20],
    [10, 5],
  ])
  const [window] = await loadFunctionWindows(database.pool, ACCOUNT_ID, new Date(NOW))
  expect(window?.timeouts).toEqual([
    [at(50).getTime(), 20],
    [at(10).getTime(), 30],
    [at(5).getTime(), 40],
  ])
})
