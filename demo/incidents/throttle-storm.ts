import { minuteMs } from '#demo/estate/model.ts'
import { mix, unit } from '#demo/estate/prng.ts'
import type { Incident } from './incident.ts'

/** A burst of orders fills the function's reserved concurrency and most of the account's. */
export const throttleStorm: Incident = {
  id: 'throttle-storm',
  periodMs: 180 * minuteMs,
  offsetMs: -14 * minuteMs,
  durationMs: 55 * minuteMs,
  cast: ['storm'],
  changeLoad(fn, load, at, timeMs) {
    const reserved = fn.reserved
    if (reserved === undefined) return
    const ramp = Math.min(
      1,
      (timeMs - at.startMs + minuteMs) / (3 * minuteMs),
      (at.endMs - timeMs) / (4 * minuteMs),
    )
    const demand = reserved * (0.2 + 1.2 * ramp) * (0.97 + 0.06 * unit(mix(fn.key, timeMs / minuteMs)))
    load.durationAvg *= 1 + 5 * Math.max(0, ramp)
    const perSlot = minuteMs / load.durationAvg / 1.15
    load.concurrency = Math.min(demand, reserved)
    load.invocations = Math.max(1, Math.round(load.concurrency * perSlot))
    load.throttles = Math.round(Math.max(0, demand - reserved) * perSlot)
    load.errors = Math.round(load.invocations * fn.traffic.errorRate)
    load.durationMax = load.durationAvg * 6
    load.durationMin = load.durationAvg * 0.35
    load.asyncReceived = fn.traffic.asynchronous ? load.invocations : 0
  },
}
