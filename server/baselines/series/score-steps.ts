import { floorTo, HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { type AnomalyRun, STEP_MS } from './anomaly-run.ts'
import type { SeriesTracker, TrackerMemory } from './series-tracker.ts'
import type { Silence } from './silence.ts'
import type { Step } from './steps.ts'

/** Points are corrected for so long: what is older is settled. Source: CloudWatch, metrics latency. */
const CORRECTED_FOR_MS = 20 * MINUTE_MS
/** A step that ended so shortly before it was asked for may still grow. */
const YOUNG_MS = 90 * SECOND_MS

/** Up to where what was asked for until then does not change any more; hour by hour, so that states are seldom written. */
export function settledBorder(untilMs: number): number {
  return floorTo(untilMs - CORRECTED_FOR_MS, HOUR_MS)
}

export type HourBand = { hourMs: number; expected: number; lower: number; upper: number }

export type ScoredSteps = {
  /** What has settled: the model there, and the anomalies that ended before. */
  settled: { model: Uint8Array; memory: TrackerMemory; finished: AnomalyRun[] }
  /** What may still change: anomalies that ended since, and the one that goes on. */
  provisional: AnomalyRun[]
  silence: Silence | null
  isWarm: boolean
  bands: HourBand[]
  /** Steps that were scored. */
  count: number
}

/**
 * Tells a tracker steps up to `untilMs`. Its state is taken at `settledMs`; the steps after it only show how things stand,
 * and are told again, corrected, next time.
 */
export function scoreSteps(
  tracker: SeriesTracker,
  steps: Iterable<Step>,
  { settledMs, untilMs }: { settledMs: number; untilMs: number },
): ScoredSteps {
  const bands: HourBand[] = []
  let settled: ScoredSteps['settled'] | undefined
  let isWarm = false
  let count = 0
  const settle = () => ({
    model: tracker.saveModel(),
    memory: tracker.saveMemory(),
    finished: tracker.takeFinished(),
  })
  for (const [atMs, value] of steps) {
    if (!settled && atMs >= settledMs) settled = settle()
    const scored = tracker.push(atMs, value, atMs + STEP_MS > untilMs - YOUNG_MS)
    if (!scored) continue
    count += 1
    isWarm = scored.isWarm
    const hourMs = floorTo(atMs, HOUR_MS)
    const { expected, lower, upper } = scored
    if (expected === null || lower === null || upper === null || bands.at(-1)?.hourMs === hourMs) continue
    bands.push({ hourMs, expected, lower, upper })
  }
  settled ??= settle()
  const provisional = [...tracker.takeFinished(), ...(tracker.open ? [tracker.open] : [])]
  return { settled, provisional, silence: tracker.silence, isWarm, bands, count }
}
