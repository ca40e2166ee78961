import type { IncidentAnomaly } from '#server/baselines/correlate/incident.ts'
import type { Breach } from '#server/baselines/define-baseline.ts'
import { FUNCTION_BASELINES, FUNCTION_COST_BASELINES } from '#server/baselines/index.ts'
import { type AnomalyRun, STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { SeriesTracker } from '#server/baselines/series/series-tracker.ts'
import { leastBefore, silentSince, usualGap, usualStreak } from '#server/baselines/series/silence.ts'
import { DORMANT_AFTER_MS } from '#server/baselines/series/steps.ts'
import { silentStop } from '#server/baselines/silent-stop.ts'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { costOf, isCost } from '#server/domain/money/cost-of.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { functionWindow } from '#server/testing/records/metric-windows.ts'
import type { Seen } from './alert-book.ts'
import { BEGIN_MS } from './calendar.ts'
import type { SimFunction } from './fleet.ts'
import type { Traffic } from './traffic.ts'

/** Points of a period are asked for so long after its end. */
export const ASKED_AFTER_MS = 2 * MINUTE_MS

export type Glimpse = { atMs: number; anomaly: IncidentAnomaly; invocations: number }
export type Watched = { seen: Seen[]; glimpses: Glimpse[]; costs: Float64Array; points: number }

const SERIES = [
  { metric: 'Invocations', unit: 'invocations', of: (t: Traffic) => t.invocations },
  { metric: 'Errors', unit: 'errors', of: (t: Traffic) => t.errors },
  { metric: 'Throttles', unit: 'throttles', of: (t: Traffic) => t.throttles },
  { metric: 'Duration', unit: 'ms', of: (t: Traffic) => t.p95 },
] as const
/** Less than any rule takes note of, so that it need not be asked. */
const LEAST_TROUBLE = 3
const LEAST_SHARE = 0.01
const LEAST_USD_PER_DAY = 5
const STEPS_A_DAY = DAY_MS / STEP_MS
const STEPS_AN_HOUR = HOUR_MS / STEP_MS

const timeOf = (i: number) => BEGIN_MS + i * STEP_MS

function slice(column: Float64Array, from: number, to: number): Points {
  const points: [number, number][] = []
  for (let i = Math.max(0, from); i < to; i++) {
    const value = column[i]
    if (value !== undefined && value > 0) points.push([timeOf(i), value])
  }
  return points
}

function sumOf(column: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = Math.max(0, from); i < to; i++) sum += column[i] ?? 0
  return sum
}

function hoursOf(column: Float64Array, from: number, to: number): Points {
  const first = Math.ceil(Math.max(0, from) / STEPS_AN_HOUR) * STEPS_AN_HOUR
  const hours: [number, number][] = []
  for (let i = first; i + STEPS_AN_HOUR <= to; i += STEPS_AN_HOUR) {
    const sum = sumOf(column, i, i + STEPS_AN_HOUR)
    if (sum > 0) hours.push([timeOf(i), sum])
  }
  return hours
}

/** One function in one account through its whole year, by the product's own models and rules. */
export class FunctionWatch {
  readonly #fn: SimFunction
  readonly #traffic: Traffic
  readonly #costs: Float64Array
  readonly #seen: Seen[] = []
  readonly #glimpses: Glimpse[] = []

  constructor(fn: SimFunction, traffic: Traffic) {
    this.#fn = fn
    this.#traffic = traffic
    this.#costs = traffic.invocations.map((requests, i) => {
      const cost = costOf({
        region: 'eu-west-1',
        architecture: 'x86_64',
        memoryMb: fn.memoryMb,
        ephemeralMb: 512,
        requests,
        durationMs: traffic.spent[i] ?? 0,
      })
      return isCost(cost) ? cost.usd : 0
    })
  }

  run(): Watched {
    const { invocations } = this.#traffic
    const trackers = SERIES.map(
      ({ metric, unit }) => new SeriesTracker({ unit, listens: metric === 'Invocations' }),
    )
    let lastCall = -1
    let points = 0
    for (let i = 0; i < invocations.length; i++) {
      if ((invocations[i] ?? 0) > 0) lastCall = i
      // Of a function that was not called for so long nothing is asked any more.
      if (lastCall < 0 || (i - lastCall) * STEP_MS > DORMANT_AFTER_MS) continue
      for (const [index, tracker] of trackers.entries()) {
        const value = SERIES[index]?.of(this.#traffic)[i] ?? Number.NaN
        if (Number.isNaN(value)) continue
        tracker.push(timeOf(i), value)
        points += 1
        for (const run of [...tracker.takeFinished(), tracker.open]) this.#glimpse(index, i, run)
      }
      this.#listen(trackers[0], i)
      this.#askRules(i)
      this.#askCosts(i)
    }
    return { seen: this.#seen, glimpses: this.#glimpses, costs: this.#costs, points }
  }

  #glimpse(index: number, i: number, run: AnomalyRun | null): void {
    if (!run || (run.endedMs === null && run.lastMs !== timeOf(i))) return
    const { name } = this.#fn
    const { metric = '' } = SERIES[index] ?? {}
    const from = Math.round((run.startedMs - BEGIN_MS) / STEP_MS)
    const to = Math.round((run.lastMs - BEGIN_MS) / STEP_MS) + 1
    this.#glimpses.push({
      atMs: timeOf(i + 1) + ASKED_AFTER_MS,
      anomaly: { ...run, key: `${name} ${metric} ${run.startedMs}`, functionName: name, metric },
      invocations: sumOf(this.#traffic.invocations, from, to),
    })
  }

  #see(i: number, rule: { id: string; clearAfterMs: number }, { severity, summary: why }: Breach): void {
    const { name } = this.#fn
    const { id: ruleId, clearAfterMs } = rule
    const atMs = timeOf(i + 1) + ASKED_AFTER_MS
    this.#seen.push({
      atMs,
      ruleId,
      severity,
      functions: [name],
      clearAfterMs,
      key: `${ruleId} ${name}`,
      why,
    })
  }

  #listen(tracker: SeriesTracker | undefined, i: number): void {
    const silence = tracker?.silence
    if (!silence || silence.sinceMs === null || (silence.steps === 0 && silence.fallen === null)) return
    const untilMs = timeOf(i + 1)
    const verdict = silentStop.evaluate({
      accountId: '',
      region: '',
      functionName: this.#fn.name,
      resourceId: null,
      nowMs: untilMs + ASKED_AFTER_MS,
      polledUntilMs: untilMs,
      isWarm: untilMs - Math.max(BEGIN_MS, this.#fn.fromMs) > DAY_MS,
      silence: {
        ...silence,
        sinceMs: silentSince(silence) ?? untilMs,
        last: silence.before.at(-1) ?? 0,
        leastBefore: leastBefore(silence),
        ...usualGap(silence),
        streak: usualStreak(silence, untilMs - STEP_MS),
      },
      isEverybody: false,
      isDeleted: untilMs > this.#fn.toMs + 10 * MINUTE_MS,
      stoppedBy: null,
    })
    if (verdict.state === 'breach') this.#see(i, silentStop, verdict.breach)
  }

  #askRules(i: number): void {
    const { invocations, errors, throttles, timeouts } = this.#traffic
    const trouble = sumOf(errors, i - 3, i + 1) + sumOf(throttles, i - 3, i + 1)
    if (trouble < LEAST_TROUBLE || trouble < LEAST_SHARE * sumOf(invocations, i - 3, i + 1)) return
    const untilMs = timeOf(i + 1)
    const from = i + 1 - STEPS_A_DAY
    const window = functionWindow({
      functionName: this.#fn.name,
      nowMs: untilMs + ASKED_AFTER_MS,
      polledUntilMs: untilMs,
      invocations: slice(invocations, from, i + 1),
      errors: slice(errors, from, i + 1),
      throttles: slice(throttles, from, i + 1),
      timeouts: slice(timeouts, from, i + 1),
      timeoutMs: this.#fn.timeoutMs,
    })
    for (const rule of FUNCTION_BASELINES) {
      const verdict = rule.evaluate(window)
      if (verdict.state === 'breach') this.#see(i, rule, verdict.breach)
    }
  }

  #askCosts(i: number): void {
    const perDay =
      Math.max(this.#costs[i] ?? 0, this.#costs[i - 1] ?? 0, this.#costs[i - 2] ?? 0) * STEPS_A_DAY
    if (perDay < LEAST_USD_PER_DAY) return
    const week = 7 * STEPS_A_DAY
    // The product leaves out what costs little more than on an average day of the week before; so does this.
    if (i % STEPS_AN_HOUR === 0) this.#average = sumOf(this.#costs, i - week, i) / 7
    if (perDay < 1.5 * this.#average) return
    const { invocations, errors, throttles, spent } = this.#traffic
    const untilMs = timeOf(i + 1)
    const fineFrom = i + 1 - 8 * STEPS_A_DAY
    const hoursFrom = i + 1 - 28 * STEPS_A_DAY
    const window = {
      accountId: '',
      region: 'eu-west-1',
      functionName: this.#fn.name,
      resourceId: null,
      nowMs: untilMs + ASKED_AFTER_MS,
      polledUntilMs: untilMs,
      knownSinceMs: Math.max(BEGIN_MS, this.#fn.fromMs),
      isCreated: this.#fn.fromMs > BEGIN_MS,
      fine: slice(this.#costs, fineFrom, i + 1),
      hours: hoursOf(this.#costs, hoursFrom, i + 1),
      invocations: slice(invocations, fineFrom, i + 1),
      invocationHours: hoursOf(invocations, hoursFrom, i + 1),
      durations: slice(invocations, fineFrom, i + 1).map(([at, calls]) => {
        const step = Math.round((at - BEGIN_MS) / STEP_MS)
        return [at, (spent[step] ?? 0) / calls] as const
      }),
      errors: slice(errors, fineFrom, i + 1),
      throttles: slice(throttles, fineFrom, i + 1),
      recursionsDropped: [],
      isPublic: this.#fn.habit === 'consumer',
      circle: [],
      isCircle: false,
      lastChange: null,
    }
    for (const rule of FUNCTION_COST_BASELINES) {
      const verdict = rule.evaluate(window)
      if (verdict.state === 'breach') this.#see(i, rule, verdict.breach)
    }
  }

  #average = 0
}
