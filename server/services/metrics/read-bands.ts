import { HOUR_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

type Row = { id: number; at: number; lower: (number | null)[]; upper: (number | null)[] }

/** What is usual by series id and hour, for one period of its model: [start of the hour, lower, upper], oldest first. */
export async function readBands(
  { store }: Context,
  seriesIds: number[],
  fromMs: number,
  toMs: number,
): Promise<Map<number, [atMs: number, lower: number, upper: number][]>> {
  const rows = await queryRows<Row>(
    store.pool,
    sql`SELECT series_id AS id, (date_part('epoch', day) * 1000)::float8 AS at, lower, upper FROM metric_band
      WHERE series_id = ANY(${seriesIds}::int[])
        AND day >= (${new Date(fromMs)}::timestamptz AT TIME ZONE 'UTC')::date AND day <= (${new Date(toMs)}::timestamptz AT TIME ZONE 'UTC')::date
      ORDER BY day`,
  )
  const bands = new Map<number, [number, number, number][]>()
  for (const { id, at, lower, upper } of rows) {
    const band = bands.get(id) ?? []
    bands.set(id, band)
    lower.forEach((low, hour) => {
      const atMs = at + hour * HOUR_MS
      const high = upper[hour]
      if (low === null || high === null || high === undefined) return
      if (atMs + HOUR_MS > fromMs && atMs < toMs) band.push([atMs, low, high])
    })
  }
  return bands
}
