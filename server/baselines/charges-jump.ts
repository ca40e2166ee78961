import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { type ChargesWindow, defineBaseline, type Points, quiet } from './define-baseline.ts'

const TIMES_USUAL = 2
const MIN_EXTRA_USD_PER_DAY = 1
const MIN_INCREMENTS = 6
const MAX_AGE_MS = 2 * DAY_MS

type Rate = { fromMs: number; toMs: number; usdPerHour: number }

/** Charges per hour between points; where a month begins the counter falls back, and nothing is said of that step. */
function rates(points: Points): Rate[] {
  return points.flatMap(([at, value], i) => {
    const before = points[i - 1]
    if (!before || value < before[1] || at <= before[0]) return []
    return [{ fromMs: before[0], toMs: at, usdPerHour: (value - before[1]) / ((at - before[0]) / HOUR_MS) }]
  })
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function biggestMover(window: ChargesWindow): string | undefined {
  const moved = Object.entries(window.byService).map(([service, points]) => {
    const all = rates(points)
    const last = all.at(-1)
    return {
      service,
      extra: last ? last.usdPerHour - median(all.slice(0, -1).map((rate) => rate.usdPerHour)) : 0,
    }
  })
  return moved.toSorted((a, b) => b.extra - a.extra)[0]?.service
}

const usd = (value: number) => `$${value.toFixed(2)}`

/** AWS updates EstimatedCharges a few times a day, so this is hours late by nature. */
export const chargesJump = defineBaseline<ChargesWindow>({
  id: 'charges-jump',
  title: 'Jump in estimated charges',
  scope: 'charges',
  severity: 'medium',
  why: 'The bill grows much faster than it has been growing. A loop, an attack on a public endpoint or a change in traffic is the usual cause.',
  clearAfterMs: 12 * HOUR_MS,
  needs: ['billing-metrics'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'Sort Functions by executions and compare with the days before.', command: null },
    {
      text: 'Stop a function that runs away.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions 0',
    },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html',
  ],
  evaluate(window) {
    const newest = window.total.at(-1)
    if (!newest || window.nowMs - newest[0] > MAX_AGE_MS) {
      return { state: 'unknown', reason: 'There are no estimated charges of the last two days.' }
    }
    const all = rates(window.total)
    const last = all.at(-1)
    const earlier = all.slice(0, -1)
    if (!last || earlier.length < MIN_INCREMENTS) {
      return { state: 'unknown', reason: 'Too few charges yet to know what is usual.' }
    }
    const usual = median(earlier.map((rate) => rate.usdPerHour))
    const extraPerDay = (last.usdPerHour - usual) * 24
    if (last.usdPerHour < usual * TIMES_USUAL || extraPerDay < MIN_EXTRA_USD_PER_DAY) return quiet
    const jumped =
      all.slice(all.findLastIndex((rate) => rate.usdPerHour < usual * TIMES_USUAL) + 1)[0] ?? last
    const mover = biggestMover(window)
    const times = usual > 0 ? `${(last.usdPerHour / usual).toFixed(1)} times the usual` : 'usually nothing'
    return {
      state: 'breach',
      breach: {
        severity: usual > 0 && last.usdPerHour >= usual * 4 ? 'high' : 'medium',
        title: `Charges of ${window.accountId} jumped${mover ? `, mostly ${mover}` : ''}`,
        summary: `${usd(last.usdPerHour * 24)} a day, ${times}: ${usd(extraPerDay)} a day more.`,
        startedAtMs: jumped.fromMs,
        seenAtMs: last.toMs,
        evidence: [
          { label: 'Now', value: `${usd(last.usdPerHour * 24)} a day` },
          { label: 'Usual', value: `${usd(usual * 24)} a day` },
          { label: 'Month to date', value: usd(newest[1]) },
          ...(mover ? [{ label: 'Largest mover', value: mover }] : []),
        ],
        metric: {
          title: 'Estimated charges, month to date',
          unit: 'USD',
          series: [{ namespace: 'AWS/Billing', metric: 'EstimatedCharges', stat: 'Maximum', dimension: '' }],
          threshold: null,
        },
      },
    }
  },
})
