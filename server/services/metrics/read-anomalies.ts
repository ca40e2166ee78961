import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { ChartAnomaly, Learning } from './schema.ts'

const MAX_ANOMALIES = 200

type Row = Omit<ChartAnomaly, 'from' | 'to'> & { started: Date; ended: Date | null }

/** What was unusual in these series in the range, oldest first; of more than 200 the most unusual. */
export async function readAnomalies(
  { store }: Context,
  seriesIds: number[],
  fromMs: number,
  toMs: number,
): Promise<ChartAnomaly[]> {
  const rows = await queryRows<Row>(
    store.pool,
    sql`SELECT metric, stat, started_at AS started, ended_at AS ended, kind, score, value, lower, upper, explanation, incident_id AS "incidentId"
      FROM metric_anomaly WHERE series_id = ANY(${seriesIds}::int[]) AND started_at < ${new Date(toMs)} AND last_at >= ${new Date(fromMs)}
      ORDER BY score DESC LIMIT ${MAX_ANOMALIES}`,
  )
  return rows
    .map(({ started, ended, ...row }) => ({
      ...row,
      from: started.toISOString(),
      to: ended?.toISOString() ?? null,
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Which of the series are not known well enough yet, and since when they are looked at; null where none is. */
export async function readLearning({ store }: Context, seriesIds: number[]): Promise<Learning | null> {
  const rows = await queryRows<{ metric: string; since: Date; until: Date }>(
    store.pool,
    sql`SELECT DISTINCT ON (s.metric) s.metric, m.since, m.scored_until AS until FROM series_model m JOIN metric_series s ON s.id = m.series_id
      WHERE m.series_id = ANY(${seriesIds}::int[]) AND NOT m.warm ORDER BY s.metric, m.since`,
  )
  const first = rows.reduce<(typeof rows)[number] | undefined>(
    (oldest, row) => (oldest && oldest.since <= row.since ? oldest : row),
    undefined,
  )
  if (!first) return null
  return {
    metrics: rows.map((row) => row.metric),
    since: first.since.toISOString(),
    days: Math.max(0, (first.until.getTime() - first.since.getTime()) / DAY_MS),
  }
}
