import type { COST_GAPS } from './cost-view.ts'
import { type Architecture, FREE_STORAGE_MB, pricesOf } from './price-table.ts'

/** What a function used while its configuration was one. null: not known. */
export type Usage = {
  region: string
  architecture: string | null
  memoryMb: number | null
  ephemeralMb: number | null
  requests: number
  /** As AWS/Lambda Duration adds it up: before rounding up to whole milliseconds, without initialisation. */
  durationMs: number
  /** Executions that are kept ready, and how long they were. */
  provisioned?: { concurrency: number; seconds: number }
  /** Share of the first tier's price; 1 when left out. */
  tierShare?: number
}

export type CostGap = (typeof COST_GAPS)[number]

export type Cost = {
  gbSeconds: number
  requestUsd: number
  computeUsd: number
  storageUsd: number
  provisionedUsd: number
  /** Of provisionedUsd, what nobody used. */
  unusedUsd: number
  usd: number
  /** What an x86 function would cost less on Arm at the same duration; 0 on Arm. */
  armSavingUsd: number
}

/** Invocations are billed by the millisecond begun: half a millisecond more than they took, on average. */
const ROUNDED_UP_MS = 0.5

export const isArchitecture = (word: string | null): word is Architecture =>
  word === 'x86_64' || word === 'arm64'

/**
 * What usage cost at list prices, in USD, without free tier, discounts, taxes, initialisation, logs and data transfer. With
 * provisioned concurrency it is taken that as many executions ran on what was kept ready as fit on average.
 */
export function costOf(usage: Usage): Cost | CostGap {
  const { memoryMb, architecture, requests, tierShare = 1 } = usage
  const prices = pricesOf(usage.region)
  if (!prices) return 'region'
  if (memoryMb === null) return 'memory'
  if (!isArchitecture(architecture)) return 'architecture'
  const gb = memoryMb / 1024
  const seconds = Math.max(0, usage.durationMs + ROUNDED_UP_MS * requests) / 1000
  const gbSeconds = seconds * gb
  const { provisioned: kept = { concurrency: 0, seconds: 0 } } = usage
  const keptSeconds = kept.concurrency * kept.seconds
  if (keptSeconds > 0 && !prices.provisioned) return 'provisioned'
  const warmSeconds = Math.min(seconds, keptSeconds)
  const keptPrices = prices.provisioned?.[architecture] ?? { kept: 0, run: 0 }
  const keptUsd = keptSeconds * gb * keptPrices.kept
  const unusedUsd = (keptSeconds - warmSeconds) * gb * keptPrices.kept
  const onDemand = (seconds - warmSeconds) * gb * prices.gbSecond[architecture] * tierShare
  const extraGb = Math.max(0, (usage.ephemeralMb ?? FREE_STORAGE_MB) - FREE_STORAGE_MB) / 1024
  if (extraGb > 0 && seconds > 0 && prices.storageGbSecond === null) return 'storage'
  const requestUsd = requests * prices.request
  const provisionedUsd = keptUsd + warmSeconds * gb * keptPrices.run
  const storageUsd = seconds * extraGb * (prices.storageGbSecond ?? 0)
  const { x86_64, arm64 } = prices.gbSecond
  const armShare = architecture === 'x86_64' ? 1 - arm64 / x86_64 : 0
  return {
    gbSeconds,
    requestUsd,
    computeUsd: onDemand,
    storageUsd,
    provisionedUsd,
    unusedUsd,
    usd: requestUsd + onDemand + storageUsd + provisionedUsd,
    armSavingUsd: (onDemand + provisionedUsd) * armShare,
  }
}

export const isCost = (answer: Cost | CostGap): answer is Cost => typeof answer === 'object'
