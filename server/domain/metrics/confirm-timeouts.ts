import type { Points } from './metric-window.ts'

/**
 * Timeouts by period, as the log has them where it showed every error of the period, else as many as fit by the metrics, and
 * never fewer than the log showed.
 */
export function confirmTimeouts(fitting: Points, errors: Points, read: Points, confirmed: Points): Points {
  if (read.length === 0) return fitting
  const failed = new Map(errors)
  const shown = new Map(read)
  const inLog = new Map(confirmed)
  const periods = new Map(fitting)
  for (const [at] of read) if (!periods.has(at)) periods.set(at, 0)
  return [...periods]
    .map(([at, value]) => {
      const seen = inLog.get(at) ?? 0
      const isWhole = (shown.get(at) ?? -1) >= (failed.get(at) ?? Number.POSITIVE_INFINITY)
      return [at, isWhole ? seen : Math.max(value, seen)] as const
    })
    .sort(([a], [b]) => a - b)
}
