import { changesWithin, configAt, type PricedConfig, sharesOf } from './config-in-force.ts'
import { type CostGap, costOf, isCost } from './cost-of.ts'

/** What a function did in a period, as its metrics add it up. */
export type PeriodUse = {
  fromMs: number
  toMs: number
  requests: number
  durationMs: number
  errors: number
  /** Errors that fit a timeout. */
  timeouts: number
  /** Events of asynchronous calls, retries not counted; null: not polled. */
  received: number | null
}

export type DayCostParts = {
  requests: number
  durationMs: number
  gbSeconds: number | null
  usd: number | null
  requestUsd: number | null
  computeUsd: number | null
  storageUsd: number | null
  /** null as well where it is not known whether any is kept ready: `usd` is then what the rest cost. */
  provisionedUsd: number | null
  unusedUsd: number | null
  errorsUsd: number | null
  timeoutsUsd: number | null
  /** At most: calls beyond the events that came in, as far as there were errors. */
  retriesUsd: number | null
  armSavingUsd: number | null
  memoryMb: number | null
  architecture: string | null
  gap: CostGap | null
}

const MONEY = [
  'gbSeconds',
  'usd',
  'requestUsd',
  'computeUsd',
  'storageUsd',
  'provisionedUsd',
  'unusedUsd',
  'errorsUsd',
  'timeoutsUsd',
  'retriesUsd',
  'armSavingUsd',
] as const
type Money = Record<(typeof MONEY)[number], number>

function moneyOf(
  region: string,
  config: PricedConfig | undefined,
  use: PeriodUse,
  untilMs: number,
): Money | CostGap {
  const { requests, durationMs, errors, timeouts, received } = use
  const seconds = Math.max(0, Math.min(use.toMs, untilMs) - use.fromMs) / 1000
  const provisioned = config?.provisioned ? { concurrency: config.provisioned, seconds } : undefined
  const place = {
    region,
    architecture: config?.architecture ?? null,
    memoryMb: config?.memoryMb ?? null,
    ephemeralMb: config?.ephemeralMb ?? null,
  }
  const cost = costOf({ ...place, requests, durationMs, provisioned })
  if (!isCost(cost)) return cost
  const each = requests > 0 ? (cost.usd - cost.provisionedUsd) / requests : 0
  const cutOff = costOf({ ...place, requests: timeouts, durationMs: timeouts * (config?.timeoutMs ?? 0) })
  const retries = received === null ? 0 : Math.min(errors, Math.max(0, requests - received))
  return {
    ...cost,
    errorsUsd: Math.min(errors, requests) * each,
    timeoutsUsd: isCost(cutOff) ? Math.min(cutOff.usd, cost.usd) : 0,
    retriesUsd: retries * each,
  }
}

/**
 * What a function cost in the periods of a day, each at the configuration that was in force in it: where that changes
 * within a period, by shares of its time. `untilMs` is up to when the day has gone on. One part without a price leaves the
 * whole day without.
 */
export function dayCost(
  region: string,
  steps: readonly PricedConfig[],
  uses: readonly PeriodUse[],
  untilMs: number,
): DayCostParts {
  const sum = Object.fromEntries(MONEY.map((name) => [name, 0])) as Money
  let gap: CostGap | null = null
  let [requests, durationMs] = [0, 0]
  let isKeptKnown = true
  for (const use of uses) {
    requests += use.requests
    durationMs += use.durationMs
    const shares = changesWithin(steps, use.fromMs, use.toMs)
      ? sharesOf(steps, use.fromMs, use.toMs)
      : [{ config: configAt(steps, use.fromMs), share: 1 }]
    for (const { config, share } of shares) {
      if (config?.provisioned === null) isKeptKnown = false
      const money = moneyOf(region, config, partOf(use, share), untilMs)
      if (typeof money === 'string') gap = money
      else for (const name of MONEY) sum[name] += money[name]
    }
  }
  const last = configAt(steps, (uses.at(-1)?.toMs ?? untilMs) - 1)
  const facts = {
    requests,
    durationMs,
    memoryMb: last?.memoryMb ?? null,
    architecture: last?.architecture ?? null,
  }
  const kept = isKeptKnown ? {} : { provisionedUsd: null, unusedUsd: null }
  if (gap === null) return { ...facts, ...sum, ...kept, gap }
  const none = Object.fromEntries(MONEY.map((name) => [name, null])) as Record<keyof Money, null>
  return { ...facts, ...none, gap }
}

function partOf(use: PeriodUse, share: number): PeriodUse {
  if (share === 1) return use
  return {
    fromMs: use.fromMs,
    toMs: use.fromMs + (use.toMs - use.fromMs) * share,
    requests: use.requests * share,
    durationMs: use.durationMs * share,
    errors: use.errors * share,
    timeouts: use.timeouts * share,
    received: use.received === null ? null : use.received * share,
  }
}

/** A day at another share of the first tier's price. */
export function inTier(parts: DayCostParts, share: number): DayCostParts {
  const { usd, computeUsd } = parts
  if (share === 1 || usd === null || computeUsd === null) return parts
  const less = computeUsd * (1 - share)
  return { ...parts, computeUsd: computeUsd - less, usd: usd - less }
}
