import { HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import { type Activity, activityOf } from './activity.ts'
import { METRIC_USD } from './month-budget.ts'
import { ACCOUNT_PACE_S, ACCOUNT_SLOWINGS, type Group, SLOWINGS, wantedPace } from './paces.ts'

export type WatchedFunction = {
  name: string
  /** How many metrics of each group are asked for. */
  core: number
  rare: number
  /** Invocations an hour; null while unknown. */
  perHour: number | null
  troubled: boolean
  /** Whether CloudWatch had points of it in the last hours, or that is not known. */
  active: boolean
}

/** Seconds between two questions; 0: not asked. */
export type Paced = { name: string; activity: Activity; coreS: number; rareS: number }

/** What is asked less often than it should be, and how often at least: 0 seconds is never. */
export type Slowed = {
  group: Group | 'account'
  activity: Activity | null
  functions: number
  wantedS: number
  slowestS: number
}

export type PollingPlan = {
  accountS: number
  functions: Paced[]
  /** What it would cost if money did not matter, and what it will. */
  wanted: Wanted
  plannedUsdPerHour: number
  slowed: Slowed[]
}

/** USD an hour: for the account as a whole, for functions in trouble, and for the others. */
export type Wanted = { account: number; troubled: number; others: number }

export type PlanInput = {
  functions: readonly WatchedFunction[]
  /** How many metrics the account as a whole is asked for. */
  accountMetrics: number
  usdPerHour: number
  /** May be spent beside it for functions in trouble. */
  troubleUsdPerHour: number
}

const HOUR_S = HOUR_MS / SECOND_MS
/** Sums of many small amounts differ by their order. */
const ROUNDING = 1e-9
const usdPerHour = (metrics: number, paceS: number) =>
  paceS === 0 ? 0 : ((metrics * HOUR_S) / paceS) * METRIC_USD
/** A pace of 0 is the slowest. */
const isSlower = (paceS: number, than: number) => than !== 0 && (paceS === 0 || paceS > than)

type Item = WatchedFunction & Paced

/** What an account and region would cost if money did not matter. */
export function wantedOf(functions: readonly WatchedFunction[], accountMetrics: number): Wanted {
  const wanted = { account: usdPerHour(accountMetrics, ACCOUNT_PACE_S), troubled: 0, others: 0 }
  for (const item of functions.map(unhurried)) {
    const cost = usdPerHour(item.core, item.coreS) + usdPerHour(item.rare, item.rareS)
    wanted[item.activity === 'troubled' ? 'troubled' : 'others'] += cost
  }
  return wanted
}

/**
 * How often everything is asked for so that it costs no more than may be spent: as often as is useful, and where that
 * is too dear, the least useful is slowed first, quiet functions before busy ones.
 */
export function planPolling(input: PlanInput): PollingPlan {
  const wanted = wantedOf(input.functions, input.accountMetrics)
  const allowed = (input.usdPerHour + Math.min(input.troubleUsdPerHour, wanted.troubled)) * (1 + ROUNDING)
  const items = input.functions.map(unhurried)
  let planned = wanted.account + wanted.troubled + wanted.others
  if (planned > allowed) planned = slowDown(items, planned, allowed)
  let accountS = ACCOUNT_PACE_S
  for (const paceS of ACCOUNT_SLOWINGS) {
    if (planned <= allowed) break
    planned -= usdPerHour(input.accountMetrics, accountS) - usdPerHour(input.accountMetrics, paceS)
    accountS = paceS
  }
  return {
    accountS,
    functions: items.map(({ name, activity, coreS, rareS }) => ({ name, activity, coreS, rareS })),
    wanted,
    plannedUsdPerHour: Math.max(0, planned),
    slowed: slowedOf(items, accountS),
  }
}

function unhurried(fn: WatchedFunction): Item {
  const activity = activityOf(fn)
  const pace = (group: Group) => wantedPace(group, activity, fn.perHour)
  return { ...fn, activity, coreS: pace('core'), rareS: pace('rare') }
}

/** Slows item by item until it fits. Returns what it costs then. */
function slowDown(items: readonly Item[], costUsd: number, allowedUsd: number): number {
  let planned = costUsd
  const busy = (item: Item) => item.perHour ?? Number.POSITIVE_INFINITY
  const byActivity = Map.groupBy(
    items.toSorted((a, b) => (busy(a) === busy(b) ? 0 : busy(a) - busy(b))),
    (item) => item.activity,
  )
  for (const { group, activity, paces } of SLOWINGS) {
    for (const paceS of paces) {
      for (const item of byActivity.get(activity) ?? []) {
        if (planned <= allowedUsd) return planned
        const field = group === 'core' ? 'coreS' : 'rareS'
        if (item[group] === 0 || !isSlower(paceS, item[field])) continue
        planned -= usdPerHour(item[group], item[field]) - usdPerHour(item[group], paceS)
        item[field] = paceS
      }
    }
  }
  return planned
}

function slowedOf(items: readonly Item[], accountS: number): Slowed[] {
  const found = new Map<string, Slowed>()
  for (const item of items) {
    for (const group of ['core', 'rare'] as const) {
      const paceS = group === 'core' ? item.coreS : item.rareS
      const wantedS = wantedPace(group, item.activity, item.perHour)
      if (item[group] === 0 || !isSlower(paceS, wantedS)) continue
      const key = `${group} ${item.activity}`
      const one = found.get(key)
      const slowestS = one && isSlower(one.slowestS, paceS) ? one.slowestS : paceS
      found.set(key, {
        group,
        activity: item.activity,
        functions: (one?.functions ?? 0) + 1,
        wantedS: one ? Math.min(one.wantedS, wantedS) : wantedS,
        slowestS,
      })
    }
  }
  const slowed = [...found.values()]
  if (accountS !== ACCOUNT_PACE_S)
    slowed.push({
      group: 'account',
      activity: null,
      functions: 0,
      wantedS: ACCOUNT_PACE_S,
      slowestS: accountS,
    })
  return slowed
}
