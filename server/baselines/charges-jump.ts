import type { ChargesWindow, Points } from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { defineBaseline, quiet } from './define-baseline.ts'

const TIMES_USUAL = 2
const MIN_EXTRA_USD_PER_DAY = 1
const MIN_DAYS = 3
const SHORT_MS = 6 * HOUR_MS
const TIMES_HIGHEST = 1.5
const MAX_STEP_MS = 2 * DAY_MS
/** Monthly fees are charged in the first hours of a month, and the counter begins at zero: nothing is said of them. */
const MONTH_SETTLES_MS = 6 * HOUR_MS
const MAX_AGE_MS = 2 * DAY_MS

type Rate = { fromMs: number; toMs: number; usdPerHour: number }

function monthStart(timeMs: number): number {
  const date = new Date(timeMs)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

function rateBetween([fromMs, from]: readonly [number, number], [toMs, to]: readonly [number, number]): Rate {
  return { fromMs, toMs, usdPerHour: Math.max(0, to - from) / ((toMs - fromMs) / HOUR_MS) }
}

/** Without the points that only repeat the one before: AWS had no news. */
function news(points: Points): Points {
  return points.filter(([, usd], i) => usd !== points[i - 1]?.[1] || i === points.length - 1)
}

/**
 * Charges per hour in steps of at least `stepMs`, newest last, none across the end of a month; at a month's beginning half
 * a step will do.
 */
function ratesOf(points: Points, stepMs: number): Rate[] {
  const rates: Rate[] = []
  let end = points.at(-1)
  while (end) {
    const [endMs] = end
    const settledMs = monthStart(endMs - 1) + MONTH_SETTLES_MS
    const base =
      points.findLast(([at]) => at <= endMs - stepMs && at >= settledMs) ??
      points.find(([at]) => at >= settledMs && at <= endMs - stepMs / 2)
    if (base && endMs - base[0] <= MAX_STEP_MS) rates.unshift(rateBetween(base, end))
    const nextMs: number = base ? base[0] : Math.min(endMs - 1, settledMs - MONTH_SETTLES_MS)
    end = points.findLast(([at]) => at <= nextMs)
  }
  return rates
}

function quantile(rates: Rate[], share: number): number {
  const sorted = rates.map((rate) => rate.usdPerHour).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * share)] ?? 0
}

type Jump = { last: Rate; usual: number }

/** The last step, where it is far above the usual one and above nearly all of them: what a nightly job does is usual. */
function jumpOf(rates: Rate[]): Jump | undefined {
  const last = rates.at(-1)
  const earlier = rates.slice(0, -1)
  const usual = quantile(earlier, 0.5)
  const isFar =
    last &&
    last.usdPerHour >= usual * TIMES_USUAL &&
    last.usdPerHour >= quantile(earlier, 0.9) * TIMES_HIGHEST
  return isFar && (last.usdPerHour - usual) * 24 >= MIN_EXTRA_USD_PER_DAY ? { last, usual } : undefined
}

function biggestMover(window: ChargesWindow): string | undefined {
  const moved = Object.entries(window.byService).map(([service, points]) => {
    const all = ratesOf(news(points), SHORT_MS)
    const usual = quantile(all.slice(0, -1), 0.5)
    return { service, extra: (all.at(-1)?.usdPerHour ?? 0) - usual }
  })
  const [first] = moved.filter(({ extra }) => extra > 0).sort((a, b) => b.extra - a.extra)
  return first?.service
}

/** Where in the last day the charges began to grow at more than the usual pace. */
function jumpStart(points: Points, last: Rate, fastUsdPerHour: number): number {
  for (const [i, point] of points.entries()) {
    const before = points[i - 1]
    if (!before || before[0] < last.fromMs || point[0] > last.toMs) continue
    const { fromMs, usdPerHour } = rateBetween(before, point)
    if (usdPerHour > 0 && usdPerHour >= fastUsdPerHour) return fromMs
  }
  return last.fromMs
}

const usd = (value: number) => `$${value.toFixed(2)}`

/**
 * AWS updates EstimatedCharges a few times a day, so this is hours late by nature. Days are compared with days, which
 * evens out services that report at their own hours, and the last six hours with others, which is sooner.
 */
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
    const daily = ratesOf(window.total, DAY_MS)
    if ((daily.at(-1)?.toMs ?? 0) < newest[0] || daily.length <= MIN_DAYS) {
      return { state: 'unknown', reason: 'Too few charges yet to know what is usual.' }
    }
    const jump = jumpOf(daily) ?? jumpOf(ratesOf(news(window.total), SHORT_MS))
    if (!jump) return quiet
    const { last, usual } = jump
    const extraPerDay = (last.usdPerHour - usual) * 24
    const mover = biggestMover(window)
    const times = usual > 0 ? `${(last.usdPerHour / usual).toFixed(1)} times the usual` : 'usually nothing'
    return {
      state: 'breach',
      breach: {
        severity: usual > 0 && last.usdPerHour >= usual * 4 ? 'high' : 'medium',
        title: `Charges of ${window.accountId} jumped${mover ? `, mostly ${mover}` : ''}`,
        summary: `${usd(last.usdPerHour * 24)} a day, ${times}: ${usd(extraPerDay)} a day more.`,
        startedAtMs: jumpStart(window.total, last, usual * TIMES_USUAL),
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
