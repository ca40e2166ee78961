import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { ACCOUNT, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { inTransaction } from './in-transaction.ts'
import { dropBandsBefore, saveBands } from './metric-bands.ts'
import { dropIncidentsBefore } from './metric-incidents.ts'
import { savePoints } from './save-points.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
let db: Awaited<ReturnType<typeof createTestDatabase>>
let seriesId: number
beforeAll(async () => {
  db = await createTestDatabase()
  const key = {
    accountId: ACCOUNT,
    region: REGION,
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    stat: 'Sum' as const,
    dimension: 'a',
  }
  await savePoints(db.pool, [{ key, periodSeconds: 300, points: [{ at: new Date(NOW), value: 1 }] }])
  seriesId = (await db.pool.query('SELECT id FROM metric_series')).rows[0].id
})
afterAll(() => db.drop())

it('keeps hours beside each other, the later word on an hour, and lets old days go', async () => {
  const band = (hourMs: number, expected: number) => ({ seriesId, hourMs, expected, lower: 0, upper: 1e300 })
  const dayMs = Date.parse('2026-11-20T00:00:00Z')
  await inTransaction(db.pool, (tx) =>
    saveBands(tx, [band(dayMs, 1), band(dayMs - DAY_MS, 9), band(dayMs + 3_600_000, 2)]),
  )
  await inTransaction(db.pool, (tx) =>
    saveBands(tx, [band(dayMs + 3_600_000, 3), band(dayMs + 7_200_000, 4)]),
  )
  await dropBandsBefore(db.pool, new Date(dayMs))
  const { rows } = await db.pool.query(
    'SELECT day::text, expected[1:4] AS expected, upper[1] AS upper FROM metric_band',
  )
  expect(rows).toEqual([{ day: '2026-11-20', expected: [1, 3, 4, null], upper: null }])
})

it('lets old incidents go with their anomalies, and keeps what goes on', async () => {
  for (const [id, days, ended] of [
    ['00000000-0000-4000-8000-000000000001', 400, true],
    ['00000000-0000-4000-8000-000000000002', 400, false],
    ['00000000-0000-4000-8000-000000000003', 4, true],
  ] as const) {
    const at = new Date(NOW - days * DAY_MS)
    await db.pool.query(
      `INSERT INTO metric_incident (id, account_id, region, started_at, last_seen_at, ended_at, severity, title, summary, origin, origin_text,
         origin_detail, functions, told_by) VALUES ($1, $2, $3, $4, $4, $5, 'low', '', '', 'none', '', '{}', '{}', '[]')`,
      [id, ACCOUNT, REGION, at, ended ? at : null],
    )
    await db.pool.query(
      `INSERT INTO metric_anomaly (series_id, account_id, region, metric, stat, started_at, last_at, peak_at, periods, kind, score, value, excess,
         explanation, settled, incident_id) VALUES ($1, $2, $3, 'Errors', 'Sum', $4, $4, $4, 1, 'spike', 1, 1, 1, '', true, $5)`,
      [seriesId, ACCOUNT, REGION, new Date(at.getTime() + (ended ? 0 : 1)), id],
    )
  }
  await dropIncidentsBefore(db.pool, new Date(NOW - 365 * DAY_MS))
  const { rows } = await db.pool.query(
    'SELECT right(incident_id::text, 1) AS id FROM metric_anomaly ORDER BY 1',
  )
  expect(rows).toEqual([{ id: '2' }, { id: '3' }])
  expect((await db.pool.query('SELECT 1 FROM metric_incident')).rowCount).toBe(2)
})
