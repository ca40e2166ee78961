import type { AccountCostWindow } from '#server/domain/money/cost-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { costSeverity, usdText } from './cost-breach.ts'
import { defineBaseline, isStale, quiet, recent, stale, total } from './define-baseline.ts'

const TIMES_USUAL = 2
const TIMES_EVER = 1.3
const MIN_EXTRA_PER_DAY = 20
const MIN_DAYS = 3
const SPAN_MS = 30 * MINUTE_MS
/** A function with this share of the growth has an alert of its own. */
const OWN_SHARE = 0.6

export const accountCostSpike = defineBaseline<AccountCostWindow>({
  id: 'account-cost-spike',
  title: 'Lambda cost of an account jumped',
  scope: 'account',
  severity: 'high',
  why: 'Many functions together cost far more than they do at this hour on other days. Something that they share has changed: a source of events, a front door, a library.',
  clearAfterMs: 45 * MINUTE_MS,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'Open the cost page: the functions that grew most stand first.', command: null },
    { text: 'See what changed in the account just before.', command: null },
  ],
  references: ['https://aws.amazon.com/lambda/pricing/'],
  evaluate(window) {
    if (isStale(window)) return stale
    if (window.usualHours.length < MIN_DAYS)
      return { state: 'unknown', reason: 'Less than three days to compare with.' }
    const untilMs = window.polledUntilMs ?? window.nowMs
    const points = recent(window.fine, untilMs - 5 * MINUTE_MS, SPAN_MS - 5 * MINUTE_MS)
    const nowPerHour = (total(points) / Math.max(1, points.length)) * 12
    const sorted = window.usualHours.toSorted((a, b) => a - b)
    const usual = sorted[sorted.length >> 1] ?? 0
    const most = sorted.at(-1) ?? 0
    const extraPerDay = (nowPerHour - usual) * 24
    const isDear = nowPerHour >= usual * TIMES_USUAL && nowPerHour >= most * TIMES_EVER
    if (!isDear || extraPerDay < MIN_EXTRA_PER_DAY) return quiet
    const [first] = window.movers
    if (first && first.extraUsdPerHour >= (nowPerHour - usual) * OWN_SHARE) return quiet
    const movers = window.movers.slice(0, 5)
    const startedAtMs =
      points.find(([, usd]) => usd * 12 >= (nowPerHour + usual) / 2)?.[0] ?? untilMs - HOUR_MS
    return {
      state: 'breach',
      breach: {
        severity: costSeverity(extraPerDay),
        title: `Lambda cost of ${window.accountId} jumped`,
        summary: `${usdText(nowPerHour)} an hour where ${usdText(usual)} is usual: ${usdText(extraPerDay)} more a day if it goes on, by many functions together.`,
        startedAtMs,
        seenAtMs: points.at(-1)?.[0] ?? untilMs,
        evidence: [
          { label: 'Now', value: `${usdText(nowPerHour)} an hour` },
          { label: 'Usual at this hour', value: `${usdText(usual)} an hour` },
          ...movers.map(({ functionName, extraUsdPerHour }) => ({
            label: functionName,
            value: `${usdText(extraUsdPerHour * 24)} more a day`,
          })),
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
