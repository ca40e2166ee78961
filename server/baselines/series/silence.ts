import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { STEP_MS } from './anomaly-run.ts'

const WEEK_MS = 7 * DAY_MS
const WEEKS = 4
/** Half an hour, and the step that may have been cut short. */
const STEPS_BEFORE = 7
/** So little is left of what came at least, in one step; and from so much on it is back. */
const FALLEN_AT = 0.3
const BACK_AT = 0.6
const LEAST_THAT_FALLS = 40
const FALLEN_FOR_MS = HOUR_MS / 2
const HOURS = 24
/** Epoch began on a Thursday. */
const EPOCH_WEEKDAY = 4

/** The longest pause between invocations of each of the last weeks, and what the present one has come to. */
export type Silence = {
  /** End of the last step with an invocation; null before the first. */
  sinceMs: number | null
  /** How many invocations were expected since. */
  expected: number
  /** Invocations of the last steps that had any, oldest first; the newest may have been cut short. */
  before: number[]
  /** Steps without any since. */
  steps: number
  /** When it fell to a third of its least within one step, and to what: it may have been cut off in the middle of it. */
  fallen: { atMs: number; least: number; to: number } | null
  /** [week, longest pause, number of pauses, all of them together], oldest first; in ms. */
  gaps: [week: number, longestMs: number, count: number, allMs: number][]
  /** Of each hour of a working day and of a weekend's (UTC): on how many such days in a row no step of it was without. */
  streaks: number[]
  /** Steps of the present hour with an invocation. */
  inHour: number
}

export const NO_SILENCE: Silence = {
  sinceMs: null,
  expected: 0,
  before: [],
  steps: 0,
  fallen: null,
  gaps: [],
  streaks: [],
  inHour: 0,
}

function slotOf(atMs: number): number {
  const weekday = (Math.floor(atMs / DAY_MS) + EPOCH_WEEKDAY) % 7
  const hour = Math.floor((atMs % DAY_MS) / HOUR_MS)
  return hour + (weekday === 0 || weekday === 6 ? HOURS : 0)
}

const MOST_DAYS = 99

/** The streaks once a step is over; they change where an hour ends. */
function withStep(silence: Silence, atMs: number, isInvoked: boolean): Pick<Silence, 'streaks' | 'inHour'> {
  const inHour = (atMs % HOUR_MS === 0 ? 0 : silence.inHour) + (isInvoked ? 1 : 0)
  if ((atMs + STEP_MS) % HOUR_MS !== 0) return { streaks: silence.streaks, inHour }
  const slot = slotOf(atMs)
  const before = silence.streaks[slot] ?? 0
  const streak = inHour === HOUR_MS / STEP_MS ? Math.min(MOST_DAYS, before + 1) : 0
  if (streak === before) return { streaks: silence.streaks, inHour: 0 }
  const streaks = Array.from({ length: 2 * HOURS }, (_, i) => silence.streaks[i] ?? 0)
  streaks[slot] = streak
  return { streaks, inHour: 0 }
}

/** What is known of pauses after one more step. */
export function listen(silence: Silence, atMs: number, value: number, expected: number | null): Silence {
  const hours = withStep(silence, atMs, value > 0)
  if (value <= 0) {
    if (silence.sinceMs === null) return silence
    return {
      ...silence,
      ...hours,
      expected: silence.expected + Math.min(Math.max(0, expected ?? 0), 2 * Math.max(1, ...silence.before)),
      steps: silence.steps + 1,
    }
  }
  const pausedMs = silence.sinceMs === null ? 0 : atMs - silence.sinceMs
  const fallen = fall(silence, atMs, value)
  const before = [...(pausedMs > 0 ? [] : silence.before), value].slice(-STEPS_BEFORE)
  const gaps = withPause(silence.gaps, atMs, pausedMs)
  return { ...NO_SILENCE, ...hours, sinceMs: atMs + STEP_MS, before, gaps, fallen }
}

function fall({ before, fallen }: Silence, atMs: number, value: number): Silence['fallen'] {
  if (fallen) return value <= fallen.least * BACK_AT && atMs - fallen.atMs < FALLEN_FOR_MS ? fallen : null
  const least = before.length < STEPS_BEFORE ? 0 : Math.min(...before.slice(1))
  return least >= LEAST_THAT_FALLS && value <= least * FALLEN_AT ? { atMs, least, to: value } : null
}

function withPause(gaps: Silence['gaps'], atMs: number, pausedMs: number): Silence['gaps'] {
  const week = Math.floor(atMs / WEEK_MS)
  const last = gaps.at(-1)
  if (last?.[0] !== week) {
    const first: Silence['gaps'][number] = [week, pausedMs, pausedMs > 0 ? 1 : 0, pausedMs]
    return [...gaps, first].slice(-WEEKS)
  }
  if (pausedMs === 0) return gaps
  return [...gaps.slice(0, -1), [week, Math.max(last[1], pausedMs), last[2] + 1, last[3] + pausedMs]]
}

/** The longest and the mean pause of the last weeks, and how many there were. */
export function usualGap({ gaps }: Pick<Silence, 'gaps'>): {
  longestMs: number
  meanMs: number
  count: number
} {
  const count = gaps.reduce((sum, gap) => sum + gap[2], 0)
  return {
    longestMs: gaps.reduce((most, gap) => Math.max(most, gap[1]), 0),
    meanMs: gaps.reduce((sum, gap) => sum + gap[3], 0) / Math.max(1, count),
    count,
  }
}

/** The fewest invocations of a step in the half hour before; 0 where it was not invoked all the time. */
export function leastBefore({ before }: Pick<Silence, 'before'>): number {
  return before.length < STEPS_BEFORE ? 0 : Math.min(...before.slice(0, -1))
}

/** On how many days in a row it was never without around this time, an hour earlier and later included: clocks are changed. */
export function usualStreak({ streaks }: Pick<Silence, 'streaks'>, atMs: number): number {
  return [-HOUR_MS, 0, HOUR_MS].reduce(
    (least, shift) => Math.min(least, streaks[slotOf(atMs + shift)] ?? 0),
    MOST_DAYS,
  )
}

/** Since when it has been silent, or as good as. */
export function silentSince({ sinceMs, steps, fallen }: Silence): number | null {
  return steps === 0 && fallen ? fallen.atMs : sinceMs
}
