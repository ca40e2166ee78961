export const PERIODS_SECONDS = [60, 300, 3600, 86400] as const
export type PeriodSeconds = (typeof PERIODS_SECONDS)[number]

/** Statistics as CloudWatch spells them. */
export type Stat = 'Sum' | 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'p95'

/** Identity of a series. `dimension` is the function's name, or "" for the whole account and region. */
export type SeriesKey = {
  accountId: string
  region: string
  namespace: string
  metric: string
  stat: Stat
  dimension: string
}

/** `at` is the start of the period. */
export type MetricPoint = { at: Date; value: number }

/** How points of a statistic are brought together over a longer period. */
export function rollUp(stat: Stat, values: number[]): number {
  switch (stat) {
    case 'Sum':
    case 'SampleCount':
      return values.reduce((a, b) => a + b, 0)
    case 'Minimum':
      return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    case 'Average':
      return values.reduce((a, b) => a + b, 0) / values.length
    default:
      return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  }
}
