import type { Activity } from './activity.ts'

/** Invocations, Errors, Throttles and Duration say most; everything else of a function is slowed before them. */
export const CORE_METRICS: ReadonlySet<string> = new Set(['Invocations', 'Errors', 'Throttles', 'Duration'])
export type Group = 'core' | 'rare'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const ACCOUNT_PACE_S = MINUTE

/** Quiet functions by invocations an hour: many points come with one question, whose price is the same. */
function quietPace(perHour: number | null): number {
  if (perHour === null || perHour >= 4) return 15 * MINUTE
  return perHour >= 1 ? 30 * MINUTE : HOUR
}

/** Seconds between two questions for a function where money does not matter; 0: it is not asked. */
export function wantedPace(group: Group, activity: Activity, perHour: number | null): number {
  if (activity === 'idle') return 0
  if (activity === 'quiet') return quietPace(perHour)
  return activity === 'troubled' && group === 'core' ? MINUTE : 5 * MINUTE
}

export type Slowing = { group: Group; activity: Activity; paces: readonly number[] }

/** What is slowed, the least useful first, and how far; 0: asked no more. What the account says as a whole comes after all of it. */
export const SLOWINGS: readonly Slowing[] = [
  { group: 'rare', activity: 'quiet', paces: [HOUR, 3 * HOUR, 6 * HOUR, DAY] },
  { group: 'rare', activity: 'active', paces: [15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR] },
  { group: 'core', activity: 'quiet', paces: [HOUR, 3 * HOUR] },
  { group: 'core', activity: 'active', paces: [10 * MINUTE, 15 * MINUTE, 30 * MINUTE] },
  { group: 'rare', activity: 'troubled', paces: [15 * MINUTE, HOUR] },
  { group: 'rare', activity: 'active', paces: [6 * HOUR, DAY] },
  { group: 'core', activity: 'quiet', paces: [6 * HOUR, DAY] },
  { group: 'core', activity: 'active', paces: [HOUR, 3 * HOUR] },
  { group: 'core', activity: 'troubled', paces: [5 * MINUTE, 15 * MINUTE, HOUR] },
  { group: 'rare', activity: 'troubled', paces: [DAY] },
  { group: 'core', activity: 'active', paces: [6 * HOUR, DAY] },
  { group: 'rare', activity: 'quiet', paces: [7 * DAY] },
  { group: 'rare', activity: 'active', paces: [7 * DAY] },
  { group: 'core', activity: 'quiet', paces: [7 * DAY] },
  { group: 'core', activity: 'troubled', paces: [6 * HOUR, DAY] },
  { group: 'rare', activity: 'troubled', paces: [7 * DAY] },
  { group: 'core', activity: 'active', paces: [7 * DAY] },
  { group: 'core', activity: 'troubled', paces: [7 * DAY] },
  { group: 'rare', activity: 'quiet', paces: [0] },
  { group: 'rare', activity: 'active', paces: [0] },
  { group: 'rare', activity: 'troubled', paces: [0] },
  { group: 'core', activity: 'quiet', paces: [0] },
  { group: 'core', activity: 'active', paces: [0] },
  { group: 'core', activity: 'troubled', paces: [0] },
]

export const ACCOUNT_SLOWINGS: readonly number[] = [2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 0]
