import { explainSpike, type Spike } from '#server/domain/metrics/concurrency/explain-spike.ts'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { accountPoints, functionPoints, type Place } from './read-place.ts'

type Db = Parameters<typeof accountPoints>[0]
type PointsOf = (name: string, metric: 'ConcurrentExecutions') => Points

/** How long before a peak points are needed. */
export const BEFORE_PEAK_MS = 70 * MINUTE_MS
const FIVE_MINUTES_SECONDS = 300

/** The account around a peak, as finely as that time is kept. */
async function accountAround(
  db: Db,
  place: Place,
  around: { fromMs: number; toMs: number },
  coarsest: number,
) {
  for (const periodSeconds of [60, FIVE_MINUTES_SECONDS]) {
    const points = (await accountPoints(db, place, { ...around, periodSeconds }))('ConcurrentExecutions')
    if (points.length > 0) return { points, periodSeconds }
  }
  const points = await accountPoints(db, place, { ...around, periodSeconds: coarsest })
  return { points: points('ConcurrentExecutions'), periodSeconds: coarsest }
}

/**
 * Explains the highest of a range, whose period of `periodSeconds` began at `peakAtMs`, by five minutes where these are kept
 * of the account and of functions, else by that period, of which `pointsOf` has what came before the peak as well.
 */
export async function explainPeak(
  db: Db,
  place: Place,
  { peakAtMs, periodSeconds }: { peakAtMs: number; periodSeconds: number },
  names: readonly string[],
  pointsOf: PointsOf,
): Promise<Spike | null> {
  const toMs = peakAtMs + periodSeconds * SECOND_MS
  const account = await accountAround(db, place, { fromMs: peakAtMs - BEFORE_PEAK_MS, toMs }, periodSeconds)
  const explain = (of: PointsOf, seconds: number) =>
    explainSpike(
      account.points,
      names.map((name) => ({ name, points: of(name, 'ConcurrentExecutions') })),
      seconds * SECOND_MS,
    )
  const isFine = account.periodSeconds <= FIVE_MINUTES_SECONDS
  if (periodSeconds > FIVE_MINUTES_SECONDS && isFine) {
    // A day tells who was idle before the peak from who was not polled.
    const fine = { fromMs: peakAtMs - DAY_MS, toMs, periodSeconds: FIVE_MINUTES_SECONDS }
    const finePoints = await functionPoints(db, place, names, fine)
    if (names.some((name) => finePoints(name, 'ConcurrentExecutions').length > 0))
      return explain(finePoints, FIVE_MINUTES_SECONDS)
  }
  return explain(pointsOf, periodSeconds)
}
