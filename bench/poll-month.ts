import type { WatchedFunction } from '#server/domain/metrics/polling/plan-polling.ts'
import { planPolling, wantedOf } from '#server/domain/metrics/polling/plan-polling.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { simulatePolling } from '#server/testing/simulate-polling.ts'
import { atMost, type Bench, type Measure } from './define-bench.ts'

const START_MS = Date.UTC(2026, 10, 1)
const ACCOUNT_METRICS = 6
const CORE = 4
const RARE = 4
const BUDGETS: [functions: number, budgetUsd: number][] = [
  [200, 5],
  [200, 15],
  [200, 30],
  [200, 100],
  [2000, 30],
  [2000, 300],
  [12_500, 30],
  [12_500, 1000],
]

/** 15 % busy, 35 % seldom invoked, half idle; each day one in fifty is in trouble for six hours. Nights are calmer. */
function estate(size: number): (timeMs: number) => WatchedFunction[] {
  return (timeMs) => {
    const hour = (timeMs / HOUR_MS) % 24
    const rhythm = 0.4 + 0.6 * Math.max(0, Math.sin((Math.PI * (hour - 6)) / 14))
    const quarter = Math.floor(timeMs / (DAY_MS / 4))
    return Array.from({ length: size }, (_, i) => {
      const kind = (i * 7919) % 100
      const perHour = kind < 15 ? 50 + ((i * 31) % 9000) : kind < 50 ? (i % 20) / 2 : 0
      return {
        name: `function-${i}`,
        core: CORE,
        rare: RARE,
        perHour: perHour * rhythm,
        troubled: perHour > 0 && (i * 613 + quarter * 17) % 100 === 0,
        active: kind < 50,
      }
    })
  }
}

const plain = (figure: string, value: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: '',
  met: true,
})

/** The planner over a calendar month: what it spends against the budget, and what it leaves out for that. */
export const pollMonth: Bench = {
  name: 'poll-month',
  run: async () => {
    const measures: Measure[] = []
    for (const [size, budgetUsd] of BUDGETS) {
      const month = simulatePolling({
        startMs: START_MS,
        budgetUsd,
        functionsAt: estate(size),
        accountMetrics: ACCOUNT_METRICS,
        replanMs: size > 2000 ? 2 * HOUR_MS : 15 * MINUTE_MS,
      })
      const what = `${size.toLocaleString('en')} functions, ${budgetUsd} USD`
      console.log(
        `${what}: would like ${month.wantedUsd.toFixed(2)} USD, spends ${month.spentUsd.toFixed(2)} USD`,
      )
      for (const { group, activity, functions, wantedS, slowestS } of month.lastPlan.slowed)
        console.log(
          `  slowed at the end: ${group} of ${functions} ${activity ?? ''}, ${wantedS} s to ${slowestS} s`,
        )
      const target = Math.min(budgetUsd, month.wantedUsd)
      const off = (100 * Math.abs(month.spentUsd - target)) / target
      measures.push(atMost(`${what}: off the budget, or what is wanted`, off, 5, '%'))
      measures.push(plain('  questions about the account, of those wanted', 100 * month.accountShare, '%'))
      measures.push(plain('  active function left unasked at most', month.longestUnaskedMs / HOUR_MS, 'h'))
    }
    const functions = estate(12_500)(START_MS)
    const wanted = wantedOf(functions, ACCOUNT_METRICS)
    const usdPerHour = (wanted.account + wanted.troubled + wanted.others) / 20
    const startedMs = performance.now()
    planPolling({ functions, accountMetrics: ACCOUNT_METRICS, usdPerHour, troubleUsdPerHour: 0 })
    measures.push(plain('one plan for 100,000 series', performance.now() - startedMs, 'ms'))
    return measures
  },
}
