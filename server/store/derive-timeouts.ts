import type { Pool } from 'pg'
import { errorsThatFitATimeout } from '#server/domain/timeouts.ts'
import { type SeriesPoints, savePoints } from './save-points.ts'

type Row = {
  dimension: string
  at: Date
  errors: number
  durationMaxMs: number
  durationSumMs: number
  timeoutSeconds: number | null
}

/**
 * Works out from the stored points how many errors fit a timeout, with the timeout that was configured at that moment,
 * and stores it as Sightline/Timeouts; what was derived before a correction is derived again. Before the first version that is known, the first one's timeout counts.
 */
export async function deriveTimeouts(
  pool: Pool,
  place: { accountId: string; region: string },
  from: Date,
  to: Date,
  periodSeconds: 300 | 3600 = 300,
): Promise<void> {
  const { rows } = await pool.query<Row>(
    `WITH series AS (
       SELECT dimension,
         max(id) FILTER (WHERE metric = 'Errors') AS errors,
         max(id) FILTER (WHERE metric = 'Duration' AND stat = 'Maximum') AS longest,
         max(id) FILTER (WHERE metric = 'Duration' AND stat = 'Sum') AS spent,
         max(id) FILTER (WHERE metric = 'Timeouts') AS derived
       FROM metric_series
       WHERE account_id = $1 AND region = $2 AND dimension <> ''
         AND (namespace = 'AWS/Lambda' AND metric IN ('Errors', 'Duration')
           OR namespace = 'Sightline' AND metric = 'Timeouts')
       GROUP BY dimension
     )
     SELECT s.dimension, e.at, e.value AS errors, l.value AS "durationMaxMs", d.value AS "durationSumMs",
       (SELECT (v.record->'timeoutSeconds'->>'value')::float8
        FROM resource r JOIN resource_version v ON v.resource_id = r.id
        WHERE r.account_id = $1 AND r.region = $2 AND r.kind = 'function' AND r.name = s.dimension
        ORDER BY v.valid_from > e.at, CASE WHEN v.valid_from <= e.at THEN v.valid_from END DESC NULLS LAST, v.valid_from
        LIMIT 1) AS "timeoutSeconds"
     FROM series s
     JOIN metric_point e ON e.series_id = s.errors AND e.period_seconds = $5 AND e.at >= $3 AND e.at < $4
     JOIN metric_point l ON l.series_id = s.longest AND l.period_seconds = $5 AND l.at = e.at
     JOIN metric_point d ON d.series_id = s.spent AND d.period_seconds = $5 AND d.at = e.at
     LEFT JOIN metric_point t ON t.series_id = s.derived AND t.period_seconds = $5 AND t.at = e.at
     WHERE e.value > 0 OR t.value > 0`,
    [place.accountId, place.region, new Date(from.getTime() - periodSeconds * 1000), to, periodSeconds],
  )
  const byFunction = new Map<string, SeriesPoints>()
  for (const row of rows) {
    if (row.timeoutSeconds === null) continue
    const value = errorsThatFitATimeout({ ...row, timeoutMs: row.timeoutSeconds * 1000 })
    const batch = byFunction.get(row.dimension) ?? {
      key: {
        ...place,
        namespace: 'Sightline',
        metric: 'Timeouts',
        stat: 'Sum' as const,
        dimension: row.dimension,
      },
      unit: 'Count',
      periodSeconds,
      points: [],
    }
    batch.points.push({ at: row.at, value })
    byFunction.set(row.dimension, batch)
  }
  if (byFunction.size > 0) await savePoints(pool, [...byFunction.values()])
}
