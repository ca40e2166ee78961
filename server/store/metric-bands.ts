import type { PoolClient } from 'pg'
import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'

export type BandRow = { seriesId: number; hourMs: number; expected: number; lower: number; upper: number }

const HOURS = 24
const KEYS = ['expected', 'lower', 'upper'] as const
type Hours = Record<(typeof KEYS)[number], (number | null)[]>

const empty = (): (number | null)[] => Array.from({ length: HOURS }, () => null)
/** What a real holds: smaller is nothing, larger is not known. */
function realText(value: number | null): string {
  if (value === null || !Number.isFinite(Math.fround(value))) return 'NULL'
  return Math.abs(value) < 1e-30 ? '0' : String(Math.fround(value))
}

const arrayText = (values: (number | null)[]) => `{${values.map(realText).join(',')}}`

/** Keeps what was expected in an hour; hours that are kept already are replaced. */
export async function saveBands(db: PoolClient, rows: readonly BandRow[]): Promise<void> {
  const days = new Map<string, { seriesId: number; dayMs: number; hours: Hours }>()
  for (const row of rows) {
    const dayMs = floorTo(row.hourMs, DAY_MS)
    const key = `${row.seriesId} ${dayMs}`
    const day = days.get(key) ?? {
      seriesId: row.seriesId,
      dayMs,
      hours: { expected: empty(), lower: empty(), upper: empty() },
    }
    days.set(key, day)
    for (const name of KEYS) day.hours[name][(row.hourMs - dayMs) / HOUR_MS] = row[name]
  }
  if (days.size === 0) return
  const list = [...days.values()]
  const merged = KEYS.map(
    (name) =>
      `${name} = ARRAY(SELECT coalesce(n.v, o.v) FROM unnest(EXCLUDED.${name}) WITH ORDINALITY n (v, i)
         LEFT JOIN unnest(metric_band.${name}) WITH ORDINALITY o (v, i) ON o.i = n.i ORDER BY n.i)`,
  )
  await db.query(
    `INSERT INTO metric_band (series_id, day, expected, lower, upper)
     SELECT id, day, expected::real[], lower::real[], upper::real[]
     FROM unnest($1::int[], $2::date[], $3::text[], $4::text[], $5::text[]) AS band (id, day, expected, lower, upper)
     ON CONFLICT (series_id, day) DO UPDATE SET ${merged.join(', ')}`,
    [
      list.map((day) => day.seriesId),
      list.map((day) => new Date(day.dayMs).toISOString().slice(0, 10)),
      ...KEYS.map((name) => list.map((day) => arrayText(day.hours[name]))),
    ],
  )
}

export async function dropBandsBefore(db: Pick<PoolClient, 'query'>, before: Date): Promise<void> {
  await db.query('DELETE FROM metric_band WHERE day < $1::date', [before.toISOString().slice(0, 10)])
}
