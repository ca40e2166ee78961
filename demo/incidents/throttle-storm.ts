import { minuteMs } from '#demo/estate/model.ts'
import { mix, unit } from '#demo/estate/prng.ts'
import { deployActs } from '#demo/trail/deploy-acts.ts'
import type { Incident } from './incident.ts'

const stormAfterMs = 3 * minuteMs
const rollbackAfterMs = 57 * minuteMs

/** After a CI deployment every order is fanned out over and over: that fills the function's reserved concurrency and most of the account's, until a rollback. */
export const throttleStorm: Incident = {
  id: 'throttle-storm',
  periodMs: 180 * minuteMs,
  offsetMs: -17 * minuteMs,
  durationMs: 58 * minuteMs,
  cast: ['storm'],
  mutations: [
    { cast: 'storm', afterMs: 0, code: 'new', publishes: false },
    { cast: 'storm', afterMs: rollbackAfterMs, code: 'restore', publishes: false },
  ],
  changeLoad(fn, load, at, timeMs) {
    const reserved = fn.reserved
    const beganMs = at.startMs + stormAfterMs
    if (reserved === undefined || timeMs < beganMs) return
    const ramp = Math.min(
      1,
      (timeMs - beganMs + minuteMs) / (3 * minuteMs),
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
  acts(players, at) {
    const fn = players.get('storm')
    if (!fn) return []
    const deploy = (atMs: number, run: number, code: string) =>
      deployActs({ atMs, service: fn.service, functions: [fn], run, code })
    return [
      ...deploy(at.startMs, 13_000_000_000 + at.index * 2, `throttle-storm-${at.startMs}`),
      ...deploy(at.startMs + rollbackAfterMs, 13_000_000_001 + at.index * 2, 'deploy-0'),
    ]
  },
}
