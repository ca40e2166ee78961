import { STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { errorsThatFitATimeout } from '#server/domain/metrics/timeouts.ts'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { BEGIN_MS, byDay, localTime } from './calendar.ts'
import type { SimFunction } from './fleet.ts'
import type { Injected } from './inject.ts'
import { Random } from './random.ts'

/** What CloudWatch would have of one function, a value a step; NaN where it would have no point. */
export type Traffic = {
  invocations: Float64Array
  errors: Float64Array
  throttles: Float64Array
  p95: Float64Array
  longest: Float64Array
  spent: Float64Array
  timeouts: Float64Array
}

const bump = (hour: number, at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2))

const isWeekend = (weekday: number) => weekday === 0 || weekday === 6

/** Share of the peak at a time, by habit. */
export function shapeOf(fn: SimFunction, atMs: number): number {
  const { hour, weekday, dayOfMonth } = localTime(atMs)
  switch (fn.habit) {
    case 'business': {
      const day = 0.04 + 0.9 * bump(hour, 10.5, 2.6) + 0.85 * bump(hour, 15, 2.4)
      return day * byDay(atMs, (one) => (one.isHoliday ? 0.12 : isWeekend(one.weekday) ? 0.15 : 1))
    }
    case 'consumer': {
      // The evening goes on past midnight.
      const evening = bump(hour, 20, 2.8) + bump(hour + 24, 20, 2.8)
      const day = 0.12 + 0.5 * bump(hour, 12.5, 3.5) + 0.9 * evening
      return day * byDay(atMs, (one) => (one.isHoliday ? 1.25 : isWeekend(one.weekday) ? 1.15 : 1))
    }
    case 'queue':
      return (
        (0.35 + 0.65 * bump(hour, 13, 5)) *
        byDay(atMs, (one) => (isWeekend(one.weekday) || one.isHoliday ? 0.6 : 1))
      )
    case 'stream':
      return 0.8 + 0.2 * bump(hour, 14, 6)
    case 'nightly':
      return hour >= 1 && hour < 2.5 ? 1 : 0
    case 'cron':
      return cronShape(fn, hour, weekday, dayOfMonth)
    default:
      return isWeekend(weekday) ? 0.5 : 1
  }
}

function cronShape({ cron }: SimFunction, hour: number, weekday: number, dayOfMonth: number): number {
  if (cron === null) return 0
  const minute = Math.round(hour * 60)
  if ('everyMinutes' in cron) return minute % cron.everyMinutes === 0 ? 1 : 0
  const isDay =
    (cron.weekday === null || cron.weekday === weekday) &&
    (cron.dayOfMonth === null || cron.dayOfMonth === dayOfMonth)
  return isDay && minute === cron.hour * 60 ? 1 : 0
}

/** What is expected at a time, without chance. */
export function rateAt(fn: SimFunction, atMs: number): number {
  if (atMs < fn.fromMs || atMs >= fn.toMs) return 0
  const years = (atMs - BEGIN_MS) / (365 * DAY_MS)
  let rate = fn.peak * shapeOf(fn, atMs) * Math.exp(Math.log1p(fn.growth) * years)
  // What is new is taken up by its callers in some days, and what goes is left by them in some weeks.
  if (!fn.cron)
    rate *=
      Math.min(1, 0.1 + (atMs - fn.fromMs) / (4 * DAY_MS)) * Math.min(1, (fn.toMs - atMs) / (14 * DAY_MS))
  for (const shift of fn.shifts) if (atMs >= shift.atMs) rate *= shift.times
  for (const burst of fn.bursts) {
    if (atMs < burst.fromMs || atMs >= burst.toMs) continue
    const rise = Math.min(1, (atMs - burst.fromMs) / (20 * MINUTE_MS), (burst.toMs - atMs) / (20 * MINUTE_MS))
    rate *= 1 + (burst.times - 1) * rise
  }
  return rate
}

/** Share of a step that lies in an incident. */
function inside({ fromMs, toMs }: { fromMs: number; toMs: number }, atMs: number): number {
  return Math.max(0, Math.min(toMs, atMs + STEP_MS) - Math.max(fromMs, atMs)) / STEP_MS
}

type Step = { calls: number; failed: number; turnedAway: number; timedOut: number; times: number }

/** An incident changes what would have happened in the share of the step that it holds. */
function withIncident(step: Step, incident: Injected, share: number, random: Random): Step {
  const { kind, strength } = incident
  const hit = step.calls * share
  switch (kind) {
    case 'silent stop':
      return {
        ...step,
        calls: Math.round(step.calls * (1 - share)),
        failed: Math.round(step.failed * (1 - share)),
      }
    case 'throttle storm': {
      const requests = hit * (1 + strength / 2)
      const turnedAway = random.poisson(requests * strength)
      return {
        ...step,
        calls: Math.max(0, step.calls - Math.round(hit * strength)),
        turnedAway: step.turnedAway + turnedAway,
      }
    }
    case 'error burst':
      return { ...step, failed: Math.min(step.calls, step.failed + random.poisson(hit * strength)) }
    case 'timeout wave': {
      const timedOut = Math.min(step.calls, random.poisson(hit * strength))
      return { ...step, failed: Math.min(step.calls, step.failed + timedOut), timedOut }
    }
    case 'cost runaway':
      return incident.byDuration
        ? { ...step, times: 1 + (strength - 1) * share }
        : { ...step, calls: step.calls + random.poisson(hit * (strength - 1)) }
  }
}

/** The points of a function over all weeks, ordinary but for what is injected. */
export function trafficOf(fn: SimFunction, incidents: readonly Injected[], steps: number): Traffic {
  const random = new Random(fn.seed)
  const column = () => new Float64Array(steps)
  const traffic: Traffic = {
    invocations: column(),
    errors: column(),
    throttles: column(),
    p95: column().fill(Number.NaN),
    longest: column().fill(Number.NaN),
    spent: column(),
    timeouts: column(),
  }
  let slow = 0
  let deployment = 0
  for (let i = 0; i < steps; i++) {
    const atMs = BEGIN_MS + i * STEP_MS
    slow = 0.98 * slow + Math.sqrt(1 - 0.98 ** 2) * fn.slowNoise * random.normal()
    const fast = fn.fastNoise * random.normal()
    const mean =
      rateAt(fn, atMs) * (fn.cron ? 1 : Math.exp(slow + fast - (fn.slowNoise ** 2 + fn.fastNoise ** 2) / 2))
    const calls = fn.cron ? Math.round(mean) : random.poisson(mean)
    while ((fn.deployments[deployment + 1] ?? Number.POSITIVE_INFINITY) <= atMs + STEP_MS) deployment += 1
    const sinceMs = atMs + STEP_MS - (fn.deployments[deployment] ?? Number.POSITIVE_INFINITY)
    const isFresh = sinceMs >= 0 && sinceMs < 3 * STEP_MS
    let errorRate = fn.errorRate * Math.exp(0.5 * slow) + (isFresh ? 0.004 : 0)
    for (const hiccup of fn.hiccups) errorRate += hiccup.times * inside(hiccup, atMs)
    let step: Step = {
      calls,
      failed: Math.min(calls, random.poisson(calls * errorRate)),
      turnedAway: fn.throttleRate > 0 ? random.poisson(calls * fn.throttleRate) : 0,
      timedOut: 0,
      times: 1,
    }
    for (const incident of incidents) {
      const share = inside(incident, atMs)
      if (share > 0) step = withIncident(step, incident, share, random)
    }
    fill(traffic, i, fn, step, random, Math.exp(0.4 * slow) * (isFresh ? 1.4 : 1))
  }
  return traffic
}

function fill(
  traffic: Traffic,
  i: number,
  fn: SimFunction,
  step: Step,
  random: Random,
  slowness: number,
): void {
  const { calls, failed, timedOut, turnedAway, times } = step
  traffic.invocations[i] = calls
  traffic.errors[i] = failed
  traffic.throttles[i] = turnedAway
  if (calls === 0) return
  const meanMs = fn.durationMs * slowness * times * Math.exp((0.3 * random.normal()) / Math.sqrt(calls))
  const { timeoutMs } = fn
  const usualLongest = meanMs * fn.tail * (1 + 0.3 * Math.log1p(calls)) * Math.exp(0.25 * random.normal())
  // Once in a while one call hangs until its timeout.
  const hangs = random.chance(calls * 2e-6) ? 1 : 0
  const share = (timedOut + hangs) / calls
  const longest = timedOut + hangs > 0 ? timeoutMs : Math.min(timeoutMs * 0.97, usualLongest)
  traffic.longest[i] = longest
  traffic.p95[i] =
    share > 0.05
      ? timeoutMs
      : Math.min(longest, meanMs * fn.tail * Math.exp((0.3 * random.normal()) / Math.sqrt(calls)))
  traffic.spent[i] = Math.min(timeoutMs * 0.97, meanMs) * (calls - timedOut) + timedOut * timeoutMs
  if (hangs > 0) traffic.errors[i] = failed + 1
  traffic.timeouts[i] = errorsThatFitATimeout({
    errors: traffic.errors[i] ?? 0,
    durationMaxMs: longest,
    durationSumMs: traffic.spent[i] ?? 0,
    timeoutMs,
  })
}

export const stepsOfWeeks = (weeks: number) => Math.floor((weeks * 7 * DAY_MS) / STEP_MS)
