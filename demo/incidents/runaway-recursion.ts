import { minuteMs } from '#demo/estate/model.ts'
import { mix, unit } from '#demo/estate/prng.ts'
import type { Incident, Occurrence } from './incident.ts'

/** Rare, so that the bill's jump is out of the ordinary; the last one before the anchor is large. */
const LARGE_EVERY = 28
const isLarge = (at: Occurrence) => (((at.index + 1) % LARGE_EVERY) + LARGE_EVERY) % LARGE_EVERY === 0
const slots = (at: Occurrence) => (isLarge(at) ? 300 : 35)

/** Two functions trigger each other through a bucket; one occurrence a week is large enough to show on the bill. */
export const runawayRecursion: Incident = {
  id: 'runaway-recursion',
  periodMs: 360 * minuteMs,
  offsetMs: 50 * minuteMs,
  durationMs: 45 * minuteMs,
  cast: ['loop-a', 'loop-b'],
  changeLoad(fn, load, at, timeMs) {
    const ramp = Math.min(1, 2 ** ((timeMs - at.startMs) / minuteMs - 6))
    const average = fn.traffic.durationMs * (1.2 + 0.1 * unit(mix(fn.key, timeMs / minuteMs)))
    const concurrency = Math.max(1, slots(at) * ramp)
    load.durationAvg = average
    load.durationMin = average * 0.35
    load.durationMax = average * 3
    load.concurrency = concurrency
    load.invocations = Math.max(1, Math.round((concurrency * minuteMs) / average / 1.15))
    load.errors = Math.round(load.invocations * 0.004)
    load.asyncReceived = load.invocations
    load.asyncAge = 40 + 400 * ramp
    load.recursiveDropped = fn.recursiveLoop === 'Terminate' ? Math.round(load.invocations * 0.03) : 0
  },
  chargeUsd: (at) => {
    const gbSeconds = ((slots(at) * 2) / 1.15) * (3008 / 1024) * 39 * 60
    return gbSeconds * 0.0000166667 * 1.35
  },
}
