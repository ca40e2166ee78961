import { STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { BEGIN_MS } from './calendar.ts'
import { Random } from './random.ts'

export type Habit = 'business' | 'consumer' | 'queue' | 'stream' | 'cron' | 'nightly' | 'sparse'

/** When a cron job runs, local time. */
export type Cron =
  | { everyMinutes: number }
  | { hour: number; weekday: number | null; dayOfMonth: number | null }

export type Burst = { fromMs: number; toMs: number; times: number }

export type SimFunction = {
  name: string
  seed: number
  habit: Habit
  /** Invocations in five minutes at the usual peak. */
  peak: number
  cron: Cron | null
  /** Growth over a year: 1 is twice as much. */
  growth: number
  /** How uneven: deviation of the logarithm, slow and from step to step. */
  slowNoise: number
  fastNoise: number
  durationMs: number
  tail: number
  timeoutMs: number
  errorRate: number
  /** Share of requests that a reserved limit turns away at the busiest times. */
  throttleRate: number
  memoryMb: number
  /** When it exists. */
  fromMs: number
  toMs: number
  deployments: number[]
  /** From a time on it is called so many times as often: a feature, a new caller. */
  shifts: { atMs: number; times: number }[]
  /** Campaigns: more traffic for some hours. */
  bursts: Burst[]
  /** A dependency has hiccups: a few per cent of errors for some minutes. */
  hiccups: Burst[]
}

const HABITS: readonly (readonly [Habit, number])[] = [
  ['business', 60],
  ['consumer', 30],
  ['queue', 30],
  ['stream', 15],
  ['cron', 25],
  ['nightly', 10],
  ['sparse', 30],
]

const PEAKS: Record<Habit, readonly [number, number]> = {
  business: [5, 4000],
  consumer: [20, 6000],
  queue: [5, 2000],
  stream: [10, 600],
  cron: [1, 3],
  nightly: [200, 4000],
  sparse: [0.002, 0.08],
}

const YEAR_MS = 365 * DAY_MS

const CRONS: readonly Cron[] = [
  { everyMinutes: 5 },
  { everyMinutes: 15 },
  { everyMinutes: 60 },
  { everyMinutes: 360 },
  { hour: 3, weekday: null, dayOfMonth: null },
  { hour: 6, weekday: 1, dayOfMonth: null },
  { hour: 1, weekday: null, dayOfMonth: 1 },
]

function times(random: Random, count: number, weeks: number): number[] {
  return Array.from({ length: count }, () => BEGIN_MS + random.next() * weeks * 7 * DAY_MS).sort(
    (a, b) => a - b,
  )
}

/** Deployments come in working hours. */
function deploymentsOf(random: Random, aWeek: number, weeks: number): number[] {
  return times(random, random.poisson(aWeek * weeks), weeks).filter((atMs) => {
    const hour = (atMs % DAY_MS) / HOUR_MS
    return hour > 7 && hour < 17
  })
}

function makeFunction(habit: Habit, index: number, weeks: number): SimFunction {
  const random = new Random(1000 + index)
  const [low, high] = PEAKS[habit]
  const endMs = BEGIN_MS + weeks * 7 * DAY_MS
  const isNew = random.chance(0.06)
  const isRetired = random.chance(0.04)
  const deployments = deploymentsOf(random, random.pick([0.1, 0.3, 1, 2]), weeks)
  const durationMs = random.spread(15, 3000)
  const isWeb = habit === 'business' || habit === 'consumer'
  return {
    name: `${habit}-${String(index).padStart(3, '0')}`,
    seed: 5000 + index,
    habit,
    peak: random.spread(low, high),
    cron: habit === 'cron' ? random.pick(CRONS) : null,
    growth: random.between(-0.3, 1),
    slowNoise: random.between(0.05, 0.3),
    fastNoise: random.between(0.03, 0.25),
    durationMs,
    tail: random.between(1.5, 4),
    timeoutMs: Math.max(
      3000,
      Math.min(900_000, Math.round((durationMs * random.pick([8, 20, 60])) / 1000) * 1000),
    ),
    errorRate: random.pick([0, 0.0005, 0.002, 0.005, 0.01, 0.02]),
    throttleRate: random.chance(0.05) ? random.between(0.0005, 0.004) : 0,
    memoryMb: random.pick([128, 256, 512, 1024, 2048]),
    fromMs: isNew ? BEGIN_MS + random.next() * weeks * 7 * DAY_MS : BEGIN_MS - YEAR_MS,
    toMs: isRetired ? BEGIN_MS + random.between(0.3, 1) * weeks * 7 * DAY_MS : endMs + YEAR_MS,
    deployments,
    shifts: deployments
      .filter(() => random.chance(0.08))
      .map((atMs) => ({ atMs, times: random.spread(0.6, 1.8) })),
    bursts: times(random, isWeb ? random.poisson((4 * weeks) / 52) : 0, weeks).map((fromMs) => ({
      fromMs,
      toMs: fromMs + random.between(0.5, 3) * HOUR_MS,
      times: random.between(1.5, 3.5),
    })),
    hiccups: times(random, random.poisson((8 * weeks) / 52), weeks).map((fromMs) => ({
      fromMs,
      toMs: fromMs + random.int(3) * STEP_MS + STEP_MS,
      times: random.between(0.01, 0.04),
    })),
  }
}

/** Two hundred functions of all habits, the same each time. */
export function makeFleet(weeks: number): SimFunction[] {
  const habits = HABITS.flatMap(([habit, count]) => Array.from({ length: count }, () => habit))
  return habits.map((habit, index) => makeFunction(habit, index, weeks))
}
