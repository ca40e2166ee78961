import { type Architecture, FREE_TIER, TIERS } from './price-table.ts'

/**
 * Which share of the first tier's price the next `gbSeconds` cost on average, after so many in the month before them.
 * Tiers count by account, region and architecture.
 */
export function tierShare(architecture: Architecture, beforeGbSeconds: number, gbSeconds: number): number {
  if (!(gbSeconds > 0)) return 1
  let fromGbSeconds = 0
  let paid = 0
  for (const { upToGbSeconds, share } of TIERS[architecture]) {
    const from = Math.max(fromGbSeconds, beforeGbSeconds)
    const to = Math.min(upToGbSeconds, beforeGbSeconds + gbSeconds)
    if (to > from) paid += (to - from) * share
    fromGbSeconds = upToGbSeconds
  }
  return paid / gbSeconds
}

export type MonthUse = { requests: number; requestUsd: number; gbSeconds: number; computeUsd: number }

/** What the free tier takes off a month of an account that has it to itself. */
export function freeTierUsd({ requests, requestUsd, gbSeconds, computeUsd }: MonthUse): number {
  const share = (free: number, used: number) => (used > 0 ? Math.min(1, free / used) : 0)
  return share(FREE_TIER.requests, requests) * requestUsd + share(FREE_TIER.gbSeconds, gbSeconds) * computeUsd
}
