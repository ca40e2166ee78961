import type { AnomalyKind, Scored } from '#server/baselines/model/series-model.ts'
import { MINUTE_MS } from '#server/domain/time.ts'

/** All series are held against what is usual in steps of five minutes. */
export const STEP_MS = 5 * MINUTE_MS
export const STEP_SECONDS = 300
/** So many usual steps end an anomaly: one that comes back sooner is the same. */
const STEPS_TO_END = 3

/** Points of one series far from what was expected, from the first on. The figures are those of its peak. */
export type AnomalyRun = {
  startedMs: number
  /** Start of its last step. */
  lastMs: number
  /** End of its last step once it is over; null while it may go on. */
  endedMs: number | null
  peakMs: number
  periods: number
  kind: AnomalyKind
  score: number
  value: number
  expected: number | null
  lower: number | null
  upper: number | null
  /** Over all its steps: what there was beyond what was expected, below zero for what was missing. */
  excess: number
  explanation: string
}

/** What a model gives a point that is as unusual as an anomaly of which it told a short while before. */
const TOLD_SCORE = 0.49

/** Whether a point is so unusual that an anomaly begins with it, or goes on. */
export function isUnusual(scored: Scored): boolean {
  return scored.isAnomaly || (scored.isWarm && scored.score >= TOLD_SCORE)
}

/** Whether a point lies on the same side of what is usual as an anomaly that goes on, and outside the band. */
export function goesOn(run: AnomalyRun, value: number, { lower, upper }: Scored): boolean {
  if (lower === null || upper === null) return false
  return isUp(run) ? value > upper : value < lower
}

export const isUp = (run: Pick<AnomalyRun, 'value' | 'expected'>) => run.value >= (run.expected ?? 0)

/** Whether a run is over at a point, which is part of it if it is still on. */
export function isOver(run: AnomalyRun, atMs: number, isPart: boolean): boolean {
  return atMs - run.lastMs >= (isPart ? STEPS_TO_END + 1 : STEPS_TO_END) * STEP_MS
}

export function ended(run: AnomalyRun): AnomalyRun {
  return { ...run, endedMs: run.lastMs + STEP_MS }
}

function kindOf(value: number, off: number): AnomalyKind {
  if (value === 0 && off < 0) return 'silence'
  return off < 0 ? 'drop' : 'spike'
}

/** The run with one more point; a new one where there was none. `explanation` is asked for only where it is the peak. */
export function extend(
  run: AnomalyRun | null,
  atMs: number,
  value: number,
  scored: Scored,
  explanation: () => string,
): AnomalyRun {
  const { score, expected, lower, upper } = scored
  const off = value - (expected ?? 0)
  const kind = scored.kind ?? kindOf(value, off)
  const isPeak =
    run === null ||
    score > run.score ||
    (score === run.score && Math.abs(off) > Math.abs(run.value - (run.expected ?? 0)))
  const peak = isPeak
    ? { peakMs: atMs, kind, score, value, expected, lower, upper, explanation: explanation() }
    : undefined
  const excess = (run?.excess ?? 0) + off
  const span = { lastMs: atMs, endedMs: null, periods: (run?.periods ?? 0) + 1, excess }
  if (run === null) {
    return {
      startedMs: atMs,
      peakMs: atMs,
      kind,
      score,
      value,
      expected,
      lower,
      upper,
      explanation: '',
      ...peak,
      ...span,
    }
  }
  return { ...run, ...peak, ...span }
}
