import type { StoredPoint } from '#server/domain/metrics/merge-points.ts'
import { rollUp, type Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { STEP_MS, STEP_SECONDS } from './anomaly-run.ts'

/** After so long without a point nothing is expected any more: no more zeros are told to a model. */
export const DORMANT_AFTER_MS = 14 * DAY_MS
const STEPS_AN_HOUR = HOUR_MS / STEP_MS

export type Span = readonly [fromMs: number, toMs: number]
export type Step = [atMs: number, value: number]

/** What of the time was looked at: `holes` were not, and an empty step in them says nothing. */
export type Looked = { fromMs: number; untilMs: number; holes: readonly Span[]; lastPointMs: number | null }

/**
 * The steps of five minutes of one series from `fromMs` to `untilMs`, oldest first: of minutes what they come to, of hours
 * without anything finer their share. An empty step of a sum is zero where it was looked at; else it is left out.
 */
export function* stepsOf(stat: Stat, points: readonly StoredPoint[], looked: Looked): Generator<Step> {
  const values = valuesOf(stat, points)
  let lastPointMs = looked.lastPointMs
  for (let atMs = looked.fromMs; atMs + STEP_MS <= looked.untilMs; atMs += STEP_MS) {
    const value = values.get(atMs)
    if (value !== undefined) {
      lastPointMs = Math.max(lastPointMs ?? atMs, atMs)
      yield [atMs, value]
    } else if (stat === 'Sum' && isQuiet(atMs, lastPointMs, looked.holes)) yield [atMs, 0]
  }
}

function isQuiet(atMs: number, lastPointMs: number | null, holes: readonly Span[]): boolean {
  if (lastPointMs === null || atMs - lastPointMs > DORMANT_AFTER_MS) return false
  return !holes.some(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs)
}

function valuesOf(stat: Stat, points: readonly StoredPoint[]): Map<number, number> {
  const values = new Map<number, number>()
  const minutes = new Map<number, number[]>()
  const fineHours = new Set<number>()
  for (const { atMs, periodSeconds, value } of points) {
    if (!Number.isFinite(value) || value < 0 || periodSeconds > STEP_SECONDS) continue
    fineHours.add(floorTo(atMs, HOUR_MS))
    const stepMs = floorTo(atMs, STEP_MS)
    if (periodSeconds === STEP_SECONDS) values.set(stepMs, value)
    else minutes.set(stepMs, [...(minutes.get(stepMs) ?? []), value])
  }
  // Minutes and the five of them are asked for at different times: what has seen more is later.
  for (const [stepMs, parts] of minutes)
    values.set(stepMs, Math.max(values.get(stepMs) ?? Number.NEGATIVE_INFINITY, rollUp(stat, parts)))
  for (const { atMs, periodSeconds, value } of points) {
    if (periodSeconds !== 3600 || !Number.isFinite(value) || value < 0) continue
    if (stat === 'Sum') spread(value, atMs, values)
    else if (!fineHours.has(atMs)) values.set(atMs, value)
  }
  return values
}

/** What an hour counted beyond its finer points belongs to the steps that were not fetched: they were not silent. */
function spread(total: number, hourMs: number, values: Map<number, number>): void {
  const steps = Array.from({ length: STEPS_AN_HOUR }, (_, i) => hourMs + i * STEP_MS)
  const empty = steps.filter((stepMs) => !values.has(stepMs))
  const left = total - steps.reduce((sum, stepMs) => sum + (values.get(stepMs) ?? 0), 0)
  if (empty.length === 0 || (empty.length < STEPS_AN_HOUR && left < 1e-6)) return
  for (const [i, share] of sharesOf(left, empty).entries()) values.set(empty[i] ?? hourMs, share)
}

/** An hour's count says how many and not when: spread as events that know nothing of each other are, the same each time. */
function sharesOf(total: number, steps: readonly number[]): number[] {
  const mean = total / steps.length
  const shares: number[] = []
  let left = total
  for (const stepMs of steps.slice(0, -1)) {
    const share = Math.min(left, Math.max(0, Math.round(mean + Math.sqrt(mean) * noise(stepMs / STEP_MS))))
    shares.push(share)
    left -= share
  }
  return [...shares, left]
}

/** Between -1.7 and 1.7 with a variance of 1, the same for the same number. */
function noise(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d)
  return (((Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0) / 2 ** 32) * 2 - 1) * 1.732
}
