import { lambdaMetrics } from '#server/collectors/lambda-metrics.ts'
import type { MetricBatch } from '#server/collectors/metric-requests.ts'
import { type PeriodSeconds, rollUp, type SeriesKey } from '#server/domain/metrics/metric.ts'
import { floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { type PointsOf, rollUpPoints } from '#server/store/roll-up-points.ts'
import { type SeriesPoints, savePoints } from '#server/store/save-points.ts'
import type { WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import type { Target } from './targets.ts'

export type SeriesWindow = { series: SeriesKey[]; periodSeconds: PeriodSeconds; from: Date; to: Date }

export type Polled = {
  /** Something came, and what did not will not come by asking again at once. */
  had: boolean
  /** Every series was answered. An endpoint that has no percentiles is whole without them. */
  whole: boolean
  /** How far this machine's clock is ahead of AWS's. */
  clockSkewMs: number | undefined
}

type Listener = {
  points?: (key: SeriesKey, points: SeriesPoints['points']) => void
  answered?: (keys: readonly SeriesKey[]) => void
}

const FIVE_MINUTES_MS = 5 * MINUTE_MS

/** What rolling up makes of a function's minutes where its five minutes are not asked for; percentiles become upper bounds. */
function fiveMinutes({ key, points }: MetricBatch): SeriesPoints {
  const bins = Map.groupBy(points, ({ at }) => floorTo(at.getTime(), FIVE_MINUTES_MS))
  const rolled = [...bins].map(([atMs, within]) => ({
    at: new Date(atMs),
    value: rollUp(
      key.stat,
      within.map(({ value }) => value),
    ),
  }))
  return { key, periodSeconds: 300, points: rolled }
}

/**
 * Asks for series of a target in one run and stores their points. Functions' minutes are stored as five minutes too: a
 * window of theirs begins with five full minutes.
 */
export async function pollSeries(
  context: WorkerContext,
  target: Target,
  windows: readonly SeriesWindow[],
  signal: AbortSignal,
  { points, answered }: Listener = {},
): Promise<Polled> {
  const asked = windows.filter(({ series }) => series.length > 0).map((window) => ({ ...window, answered }))
  if (asked.length === 0) return { had: true, whole: true, clockSkewMs: undefined }
  const { complete, status, problems, clockSkewMs } = await runRecorded(
    context,
    target,
    lambdaMetrics,
    asked,
    signal,
    async (items: MetricBatch[]) => {
      const minutes = items.filter(({ key, periodSeconds }) => periodSeconds === 60 && key.dimension !== '')
      const batches = items.map((item) => ({ ...item, periodSeconds: item.periodSeconds as PeriodSeconds }))
      await savePoints(context.store.pool, [...batches, ...minutes.map(fiveMinutes)])
      for (const item of items) points?.(item.key, item.points)
    },
  )
  const whole = complete || problems.some((problem) => problem.code === 'NoPercentiles')
  return { had: whole || status === 'partial', whole, clockSkewMs }
}

/** Rolls up points of some series that come from further back than the rolling up looks by itself. */
export async function catchUp(
  context: WorkerContext,
  of: PointsOf,
  periodSeconds: PeriodSeconds,
  from: Date,
): Promise<void> {
  const nowMs = context.clock()
  const usualMs = periodSeconds === 60 ? HOUR_MS : 2 * HOUR_MS - 5 * MINUTE_MS
  if (nowMs - from.getTime() < usualMs) return
  await rollUpPoints(context.store.pool, nowMs, { periodSeconds, fromMs: from.getTime(), of })
}
