import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'

/** Ticks from zero to the first round number (1, 2, 2.5 or 5 times a power of ten) at or above `max`. */
export function valueTicks(max: number, count = 3): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const rough = max / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough - rough * 1e-9) ?? 10) * power
  const ticks: number[] = []
  for (let i = 0; i === 0 || (ticks.at(-1) ?? 0) < max * (1 - 1e-9); i++)
    ticks.push(Number((i * step).toPrecision(12)))
  return ticks
}

/** A logarithmic axis tells a million times apart at most: what is smaller is drawn near zero. */
const MAX_DECADES = 6
const MAX_LOG_TICKS = 5

/** Where a logarithmic axis begins: the power of ten at or under the least value over zero. */
export function logFloor(least: number | null, top: number): number {
  const lowest = Math.log10(Math.max(top, 1e-9)) - MAX_DECADES
  return 10 ** Math.floor(Math.max(Math.log10(least ?? 1), lowest))
}

/** Zero and powers of ten from `floor` to the first at or above `max`, some left out where there are many. */
export function logTicks(max: number, floor: number): number[] {
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(max, floor) / floor) - 1e-9))
  const step = Math.ceil(decades / (MAX_LOG_TICKS - 1))
  const ticks = [0]
  for (let i = decades % step; i < decades + step; i += step) {
    if (i <= decades) ticks.push(Number((floor * 10 ** i).toPrecision(12)))
  }
  return ticks
}

const STEPS_MS = [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS)
STEPS_MS.push(...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS))
STEPS_MS.push(...[1, 2, 7, 14, 30].map((n) => n * DAY_MS))

/** Round times in the viewer's own zone, at most `count` of them. */
export function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  const step = STEPS_MS.find((ms) => (toMs - fromMs) / ms <= Math.max(count, 1)) ?? 30 * DAY_MS
  const start = new Date(fromMs)
  start.setHours(0, 0, 0, 0)
  const ticks: number[] = []
  if (step >= DAY_MS) {
    for (const day = start; day.getTime() <= toMs; day.setDate(day.getDate() + Math.round(step / DAY_MS)))
      if (day.getTime() >= fromMs) ticks.push(day.getTime())
    return ticks
  }
  for (let t = start.getTime(); t <= toMs; t += step) if (t >= fromMs) ticks.push(t)
  return ticks
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** "14:00", and the date at midnight. */
export function timeTickLabel(timeMs: number): string {
  const at = new Date(timeMs)
  return at.getHours() === 0 && at.getMinutes() === 0 ? dayFormat.format(at) : clockFormat.format(at)
}

const pointFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** "20 Nov, 14:02" in the viewer's zone. */
export function pointTimeLabel(timeMs: number): string {
  return pointFormat.format(new Date(timeMs))
}
