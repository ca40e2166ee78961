import type { Traffic } from './model.ts'
import type { Chance } from './prng.ts'

/** Chooses how a function is used from what its name says it does. */
export function makeTraffic(chance: Chance, verb: string, env: string): Traffic {
  const quiet = env === 'prod' ? 1 : 0.15
  const base: Traffic = {
    kind: 'steady',
    perMinute: Math.exp(chance.next() * 5.5) * 5 * quiet,
    peakMinute: chance.int(12 * 60, 19 * 60),
    nightShare: 0.15 + chance.next() * 0.25,
    weekendShare: 0.5 + chance.next() * 0.8,
    everyMinutes: 1440,
    durationMs: Math.round(Math.exp(3.6 + chance.next() * 3.2)),
    errorRate: chance.chance(0.3) ? 0 : chance.next() ** 3 * 0.02,
    asynchronous: ['on-upload', 'on-event', 'notify', 'nightly', 'cleanup', 'sync'].includes(verb),
    stream: verb === 'stream',
  }
  if (['nightly', 'cleanup', 'sync', 'export'].includes(verb)) {
    base.kind = 'cron'
    base.everyMinutes = verb === 'sync' ? chance.pick([5, 15, 60]) : chance.pick([60, 360, 1440])
    base.durationMs = Math.round(base.durationMs * 6)
    base.perMinute = 0
  } else if (chance.chance(env === 'prod' ? 0.08 : 0.35)) base.kind = 'idle'
  else if (chance.chance(env === 'prod' ? 0.3 : 0.5)) {
    base.kind = 'sparse'
    base.perMinute = 0.01 + chance.next() * 0.15
  }
  return base
}
