import type { WatchedAccountCost } from '#server/services/watch-cost/schema.ts'

type Slowed = WatchedAccountCost['slowed'][0]

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 300 as "5 min", 3600 as "1 h", 604800 as "7 d". */
export function paceInWords(seconds: number): string {
  if (seconds >= DAY) return `${Math.round(seconds / DAY)} d`
  return seconds >= HOUR ? `${Math.round(seconds / HOUR)} h` : `${Math.round(seconds / MINUTE)} min`
}

const WHAT: Record<Slowed['group'], string> = {
  core: 'Invocations, errors, throttles and durations',
  rare: 'Concurrency, asynchronous events, streams and dead letters',
  account: 'The account as a whole',
}

const WHOSE: Record<NonNullable<Slowed['activity']>, [one: string, many: string]> = {
  troubled: ['function in trouble', 'functions in trouble'],
  active: ['busy function', 'busy functions'],
  quiet: ['function that is seldom invoked', 'functions that are seldom invoked'],
  idle: ['idle function', 'idle functions'],
}

/** "Concurrency … of 12 busy functions: up to 3 h apart instead of 5 min". */
export function slowedInWords({ group, activity, functions, wantedS, slowestS }: Slowed): string {
  const whose = activity === null ? '' : ` of ${functions} ${WHOSE[activity][functions === 1 ? 0 : 1]}`
  const pace =
    slowestS === 0
      ? `some asked no more, instead of every ${paceInWords(wantedS)}`
      : `up to ${paceInWords(slowestS)} apart instead of ${paceInWords(wantedS)}`
  return `${WHAT[group]}${whose}: ${pace}`
}

/** How the account's metrics are asked for, in a line. */
export function activityInWords({ functions }: WatchedAccountCost): string {
  const { troubled, active, quiet, idle } = functions
  const parts: [number, string][] = [
    [troubled, 'in trouble, each minute'],
    [active, 'busy, every 5 minutes'],
    [quiet, 'seldom invoked, every 15 to 60 minutes'],
    [idle, 'idle, not asked'],
  ]
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return told.length === 0 ? 'no function yet' : told.join('; ')
}
