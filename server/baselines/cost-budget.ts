import type { BudgetWindow } from '#server/domain/money/cost-window.ts'
import { usdText } from './cost-breach.ts'
import { defineBaseline, percent, quiet } from './define-baseline.ts'

const WARN_SHARE = 0.8

export const costBudget = defineBaseline<BudgetWindow>({
  id: 'cost-budget',
  title: 'Lambda budget',
  scope: 'account',
  severity: 'medium',
  why: 'What Lambda may cost in a month is used up, nearly so, or will be at the present pace. The sooner it is known, the more can still be done.',
  clearAfterMs: 6 * 3_600_000,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'Open the cost page: what grew most, and what is wasted, stand under the chart.', command: null },
    { text: 'Raise the budget there if the growth is wanted.', command: null },
  ],
  references: ['https://aws.amazon.com/lambda/pricing/'],
  evaluate({ nowMs, accountId, budget, toDateUsd, forecast, unpriced, isKnown }) {
    if (!isKnown) return { state: 'unknown', reason: 'No cost of this month is known.' }
    const limit = budget.monthlyUsd
    const share = toDateUsd / limit
    const whose = budget.scope === 'account' ? accountId : budget.name
    const willBe = forecast && forecast.usd > limit ? forecast : undefined
    if (share < WARN_SHARE && !willBe) return quiet
    const now = new Date(nowMs)
    const month = now.toISOString().slice(0, 7)
    const state =
      share >= 1 ? 'is used up' : share >= WARN_SHARE ? `is used to ${percent(share)}` : 'will be exceeded'
    const ahead = forecast
      ? `${usdText(forecast.usd)} (${usdText(forecast.lowUsd)} to ${usdText(forecast.highUsd)}) by the month’s end`
      : 'too early for a forecast'
    return {
      state: 'breach',
      breach: {
        severity:
          share >= 1 ? 'high' : share >= WARN_SHARE || (willBe?.lowUsd ?? 0) > limit ? 'medium' : 'low',
        title: `Lambda budget of ${whose} ${state}`,
        summary: `${usdText(toDateUsd)} of ${usdText(limit)} in ${month}; ${ahead}.`,
        startedAtMs: nowMs,
        seenAtMs: nowMs,
        evidence: [
          { label: 'Month to date', value: usdText(toDateUsd) },
          { label: 'Budget', value: usdText(limit) },
          { label: 'Forecast', value: ahead },
          ...(unpriced > 0 ? [{ label: 'Functions without a price', value: `${unpriced}` }] : []),
        ],
        metric: {
          title: 'Invocations of the account',
          unit: 'invocations',
          series: [{ namespace: 'AWS/Lambda', metric: 'Invocations', stat: 'Sum', dimension: '' }],
          threshold: null,
        },
      },
    }
  },
})
