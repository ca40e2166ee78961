import { allowanceOf, METRIC_USD, monthOf } from '#server/domain/metrics/polling/month-budget.ts'
import {
  type PollingPlan,
  planPolling,
  type WatchedFunction,
  wantedOf,
} from '#server/domain/metrics/polling/plan-polling.ts'
import { shareAllowance } from '#server/domain/metrics/polling/share-allowance.ts'
import { MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'

export type Simulated = {
  spentUsd: number
  /** What it would have cost if money did not matter. */
  wantedUsd: number
  /** Share of the wanted questions about the account as a whole that were asked. */
  accountShare: number
  /** Of functions that are active or in trouble all the time: the longest time that one was not asked. */
  longestUnaskedMs: number
  /** Questions by group and activity, of what was wanted. */
  asked: Map<string, { asked: number; wanted: number }>
  lastPlan: PollingPlan
}

type Month = {
  startMs: number
  budgetUsd: number
  /** The functions as they are at a time; always the same ones in the same order. */
  functionsAt: (timeMs: number) => WatchedFunction[]
  accountMetrics: number
  replanMs: number
}

const STEP_MS = 5 * MINUTE_MS
const STEP_S = STEP_MS / SECOND_MS

/** Watches an account and region for a calendar month, in steps of five minutes, and counts what is asked and spent. */
export function simulatePolling({
  startMs,
  budgetUsd,
  functionsAt,
  accountMetrics,
  replanMs,
}: Month): Simulated {
  const { toMs } = monthOf(startMs)
  let functions = functionsAt(startMs)
  const askedAt = { core: functions.map(() => startMs), rare: functions.map(() => startMs) }
  const asked: Simulated['asked'] = new Map()
  let spentUsd = 0
  let wantedUsd = 0
  let accountAsked = 0
  let accountWanted = 0
  let accountAtMs = startMs
  let longestUnaskedMs = 0
  let plan: PollingPlan | undefined
  for (let nowMs = startMs; nowMs < toMs; nowMs += STEP_MS) {
    if (!plan || (nowMs - startMs) % replanMs === 0) {
      functions = functionsAt(nowMs)
      const wanted = wantedOf(functions, accountMetrics)
      const allowance = shareAllowance(
        allowanceOf({ nowMs, budgetUsd, spentUsd, fixedUsdPerHour: wanted.account }),
        wanted,
        [],
      )
      plan = planPolling({ functions, accountMetrics, ...allowance })
    }
    const times = (paceS: number, lastMs: number) => {
      if (paceS === 0) return 0
      return paceS <= STEP_S ? STEP_S / paceS : nowMs - lastMs >= paceS * SECOND_MS - 1 ? 1 : 0
    }
    const ofAccount = times(plan.accountS, accountAtMs)
    if (ofAccount > 0) accountAtMs = nowMs
    accountAsked += ofAccount
    accountWanted += STEP_S / 60
    spentUsd += ofAccount * accountMetrics * METRIC_USD
    wantedUsd +=
      ((plan.wanted.account + plan.wanted.troubled + plan.wanted.others) * STEP_MS) / (60 * MINUTE_MS)
    for (const [i, paced] of plan.functions.entries()) {
      const fn = functions[i]
      if (!fn || paced.activity === 'idle') continue
      for (const group of ['core', 'rare'] as const) {
        const last = askedAt[group]
        const count = times(group === 'core' ? paced.coreS : paced.rareS, last[i] ?? startMs)
        const key = `${group} ${paced.activity}`
        const tally = asked.get(key) ?? { asked: 0, wanted: 0 }
        asked.set(key, tally)
        tally.wanted += fn[group]
        tally.asked += count * fn[group]
        if (count === 0) continue
        spentUsd += count * fn[group] * METRIC_USD
        if (group === 'core') longestUnaskedMs = Math.max(longestUnaskedMs, nowMs - (last[i] ?? startMs))
        last[i] = nowMs
      }
    }
  }
  if (!plan) throw new Error('the month has no time')
  const shares = { accountShare: accountWanted === 0 ? 1 : accountAsked / accountWanted }
  return { spentUsd, wantedUsd, ...shares, longestUnaskedMs, asked, lastPlan: plan }
}
