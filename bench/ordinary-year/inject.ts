import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { BEGIN_MS } from './calendar.ts'
import type { SimFunction } from './fleet.ts'
import { Random } from './random.ts'
import { rateAt } from './traffic.ts'

export const KINDS = ['throttle storm', 'timeout wave', 'error burst', 'silent stop', 'cost runaway'] as const
export type IncidentKind = (typeof KINDS)[number]

export type Injected = {
  kind: IncidentKind
  functionName: string
  fromMs: number
  toMs: number
  /** Share of calls that it hits; of a runaway how many times as much. */
  strength: number
  byDuration: boolean
}

/** What hits fewer calls than that in five minutes cannot be told from chance within ten. */
const LEAST_HITS = 12
const APART_MS = 2 * DAY_MS
/** A runaway costs so much more a day at least. */
const RUNAWAY_USD_A_DAY = 40
const USD_PER_GB_SECOND = 0.0000166667
const USD_PER_CALL = 0.0000002

function runaway(fn: SimFunction, calls: number, random: Random): Pick<Injected, 'strength' | 'byDuration'> {
  const byDuration = fn.timeoutMs > 30 * fn.durationMs && random.chance(0.4)
  const perDay =
    calls * 288 * ((fn.durationMs / 1000) * (fn.memoryMb / 1024) * USD_PER_GB_SECOND + USD_PER_CALL)
  const least = 1 + RUNAWAY_USD_A_DAY / perDay
  const wanted = Math.max(least, random.spread(8, 40))
  return byDuration && wanted < 25
    ? { strength: wanted, byDuration }
    : { strength: wanted, byDuration: false }
}

/** Incidents at random times of random functions: at any hour, with an onset anywhere within five minutes. */
export function planIncidents(
  fleet: readonly SimFunction[],
  { each, fromMs, weeks }: { each: number; fromMs: number; weeks: number },
): Injected[] {
  const random = new Random(77)
  const endMs = BEGIN_MS + weeks * 7 * DAY_MS
  const planned: Injected[] = []
  for (const kind of KINDS) {
    for (let left = each, tries = 0; left > 0 && tries < 100_000; tries++) {
      const fn = random.pick(fleet)
      const atMs = Math.floor(random.between(fromMs, endMs - 8 * HOUR_MS))
      const calls = Math.min(rateAt(fn, atMs), rateAt(fn, atMs + HOUR_MS))
      const isFree = planned.every(
        (one) => one.functionName !== fn.name || Math.abs(one.fromMs - atMs) > APART_MS,
      )
      if (fn.cron || calls < LEAST_HITS || atMs - fn.fromMs < 14 * DAY_MS || !isFree) continue
      const hours =
        kind === 'silent stop' || kind === 'cost runaway' ? random.between(1, 5) : random.between(0.4, 2)
      const strength = random.between(kind === 'throttle storm' ? 0.3 : 0.2, 0.9)
      const isShare = kind !== 'silent stop' && kind !== 'cost runaway'
      if (isShare && calls * strength < LEAST_HITS) continue
      const what = kind === 'cost runaway' ? runaway(fn, calls, random) : { strength, byDuration: false }
      planned.push({ kind, functionName: fn.name, fromMs: atMs, toMs: atMs + hours * HOUR_MS, ...what })
      left -= 1
    }
  }
  return planned
}
