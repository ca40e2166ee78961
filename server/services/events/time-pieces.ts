import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'

/** From (inclusive) and to (exclusive). */
export type Span = readonly [from: number, to: number]

/** A period cut into whole days, whole hours and what is left of hours at its ends. */
export type TimePieces = { days: Span[]; hours: Span[]; rest: Span[] }

const filled = (spans: Span[]) => spans.filter(([from, to]) => from < to)

/** Cuts a period (epoch ms) into days and hours since 1970, UTC, and the rest in epoch ms: each moment is in one piece. */
export function timePieces(fromMs: number, toMs: number): TimePieces {
  const firstHour = Math.ceil(fromMs / HOUR_MS)
  const lastHour = Math.floor(toMs / HOUR_MS)
  if (firstHour >= lastHour) return { days: [], hours: [], rest: filled([[fromMs, toMs]]) }
  const rest = filled([
    [fromMs, firstHour * HOUR_MS],
    [lastHour * HOUR_MS, toMs],
  ])
  const hoursOfDay = DAY_MS / HOUR_MS
  const firstDay = Math.ceil(firstHour / hoursOfDay)
  const lastDay = Math.floor(lastHour / hoursOfDay)
  if (firstDay >= lastDay) return { days: [], hours: [[firstHour, lastHour]], rest }
  const hours = filled([
    [firstHour, firstDay * hoursOfDay],
    [lastDay * hoursOfDay, lastHour],
  ])
  return { days: [[firstDay, lastDay]], hours, rest }
}
