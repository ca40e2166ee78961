import { DAY_MS } from '#server/domain/time.ts'
import { STEP_MS } from './anomaly-run.ts'

const WEEK_MS = 7 * DAY_MS
const WEEKS = 4
const STEPS_AT_ONCE = 2

/** The longest pause between invocations of each of the last weeks, and what the present one has come to. */
export type Silence = {
  /** End of the last step with an invocation; null before the first. */
  sinceMs: number | null
  /** How many invocations were expected since. */
  expected: number
  /** How many of them in the first two steps: much, where they stopped in full run. */
  expectedAtOnce: number
  /** Steps without any since. */
  steps: number
  /** Consecutive steps, up to the newest, that are unusual for being without any. */
  unusual: number
  /** [week, longest pause in ms, number of pauses], oldest first. */
  gaps: [week: number, longestMs: number, count: number][]
}

export const NO_SILENCE: Silence = {
  sinceMs: null,
  expected: 0,
  expectedAtOnce: 0,
  steps: 0,
  unusual: 0,
  gaps: [],
}

/** What is known of pauses after one more step. */
export function listen(
  silence: Silence,
  atMs: number,
  value: number,
  expected: number | null,
  isUnusual: boolean,
): Silence {
  if (value <= 0) {
    if (silence.sinceMs === null) return silence
    const missed = Math.max(0, expected ?? 0)
    return {
      ...silence,
      expected: silence.expected + missed,
      expectedAtOnce: silence.expectedAtOnce + (silence.steps < STEPS_AT_ONCE ? missed : 0),
      steps: silence.steps + 1,
      unusual: isUnusual ? silence.unusual + 1 : 0,
    }
  }
  const pausedMs = silence.sinceMs === null ? 0 : atMs - silence.sinceMs
  const week = Math.floor(atMs / WEEK_MS)
  const last = silence.gaps.at(-1)
  const isSame = last?.[0] === week
  const longestMs = Math.max(pausedMs, isSame ? (last?.[1] ?? 0) : 0)
  const count = (isSame ? (last?.[2] ?? 0) : 0) + (pausedMs > 0 ? 1 : 0)
  const gaps =
    isSame && last[1] === longestMs && last[2] === count
      ? silence.gaps
      : withWeek(silence.gaps, isSame, [week, longestMs, count])
  return { ...NO_SILENCE, sinceMs: atMs + STEP_MS, gaps }
}

function withWeek(gaps: Silence['gaps'], isSame: boolean, entry: Silence['gaps'][number]): Silence['gaps'] {
  return [...(isSame ? gaps.slice(0, -1) : gaps), entry].slice(-WEEKS)
}

/** The longest pause of the last weeks, and how many there were. */
export function usualGap({ gaps }: Pick<Silence, 'gaps'>): { longestMs: number; count: number } {
  return gaps.reduce(
    (all, [, longestMs, count]) => ({
      longestMs: Math.max(all.longestMs, longestMs),
      count: all.count + count,
    }),
    { longestMs: 0, count: 0 },
  )
}
