import type { Pool } from 'pg'
import { errorsThatFitATimeout } from '#server/domain/metrics/timeouts.ts'
import { type SeriesPoints, savePoints } from './save-points.ts'

type Row = {
  dimension: string
  at: Date
  errors: number
  durationMaxMs: number
  durationSumMs: number
  timeoutSeconds: number | null
  /** Of versions that came while the period ran, or so soon after it that they may have been seen late. */
  alsoSeconds: (number | null)[] | null
}

const WHOLE_ACCOUNT = ''
/** A change is seen when CloudTrail tells of it, a quarter of an hour later at most, or by the next sweep. */
const SEEN_LATE_S = 20 * 60

/**
 * Works out from the stored points how many errors fit a timeout, with the timeout that was configured at that moment,
 * and stores it as Sightline/Timeouts, for each function and for the account and region; what was derived before a
 * correction is derived again. Before the first version that is known, the first one's timeout counts; where it was
 * changed while a period ran, each of them.
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
        LIMIT 1) AS "timeoutSeconds",
       (SELECT array_agg(DISTINCT (v.record->'timeoutSeconds'->>'value')::float8)
        FROM resource r JOIN resource_version v ON v.resource_id = r.id
        WHERE r.account_id = $1 AND r.region = $2 AND r.kind = 'function' AND r.name = s.dimension
          AND v.valid_from > e.at AND v.valid_from < e.at + make_interval(secs => $5 + ${SEEN_LATE_S})) AS "alsoSeconds"
     FROM series s
     JOIN metric_point e ON e.series_id = s.errors AND e.period_seconds = $5 AND e.at >= $3 AND e.at < $4
     JOIN metric_point l ON l.series_id = s.longest AND l.period_seconds = $5 AND l.at = e.at
     JOIN metric_point d ON d.series_id = s.spent AND d.period_seconds = $5 AND d.at = e.at
     LEFT JOIN metric_point t ON t.series_id = s.derived AND t.period_seconds = $5 AND t.at = e.at
     WHERE e.value > 0 OR t.value > 0`,
    [place.accountId, place.region, new Date(from.getTime() - periodSeconds * 1000), to, periodSeconds],
  )
  const byDimension = new Map<string, Map<number, number>>()
  const add = (dimension: string, at: Date, value: number) => {
    const points = byDimension.get(dimension) ?? new Map<number, number>()
    points.set(at.getTime(), (points.get(at.getTime()) ?? 0) + value)
    byDimension.set(dimension, points)
  }
  for (const row of rows) {
    if (row.timeoutSeconds === null) continue
    const alsoMs = (row.alsoSeconds ?? []).flatMap((seconds) => (seconds === null ? [] : [seconds * 1000]))
    const value = errorsThatFitATimeout({ ...row, timeoutMs: row.timeoutSeconds * 1000, alsoMs })
    add(row.dimension, row.at, value)
    add(WHOLE_ACCOUNT, row.at, value)
  }
  const series = [...byDimension].map(
    ([dimension, points]): SeriesPoints => ({
      key: { ...place, namespace: 'Sightline', metric: 'Timeouts', stat: 'Sum', dimension },
      unit: 'Count',
      periodSeconds,
      points: [...points].map(([atMs, value]) => ({ at: new Date(atMs), value })),
    }),
  )
  if (series.length > 0) await savePoints(pool, series)
}
