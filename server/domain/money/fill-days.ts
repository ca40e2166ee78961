import { DAY_MS } from '#server/domain/time.ts'

/**
 * A day without a row cost nothing where the whole account's day is known, or where the same functions were seen earlier.
 * Other days stay out: they are not known. `fromMs` begins a UTC day, `toMs` is not in it.
 */
export function fillDays<Row extends { day: string }>(
  rows: readonly Row[],
  knownDays: ReadonlySet<string>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  nothing: (day: string) => Row,
): Row[] {
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const first = [...byDay.keys()].toSorted()[0]
  const filled: Row[] = []
  for (let at = fromMs; at < toMs; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    const row = byDay.get(day)
    if (row) filled.push(row)
    else if (knownDays.has(day) || (first !== undefined && day > first)) filled.push(nothing(day))
  }
  return filled
}
