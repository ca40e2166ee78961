import type { LabelledSeries } from './labelled-series.ts'

export type Adjusted = { hit: number; missed: number; falseAlarms: number }

/** Points of labelled stretches, all of them found where one of them was, and what was found outside of them. */
export function pointAdjusted({ isAnomaly }: LabelledSeries, detections: ReadonlySet<number>): Adjusted {
  const counts = { hit: 0, missed: 0, falseAlarms: 0 }
  for (let row = 0; row < isAnomaly.length; row += 1) {
    if (!isAnomaly[row]) {
      if (detections.has(row)) counts.falseAlarms += 1
      continue
    }
    const from = row
    while (isAnomaly[row + 1]) row += 1
    const rows = Array.from({ length: row - from + 1 }, (_, index) => from + index)
    counts[rows.some((one) => detections.has(one)) ? 'hit' : 'missed'] += rows.length
  }
  return counts
}

export function precisionAndRecall(all: readonly Adjusted[]) {
  const sum = (of: keyof Adjusted) => all.reduce((total, one) => total + one[of], 0)
  const precision = sum('hit') / (sum('hit') + sum('falseAlarms'))
  const recall = sum('hit') / (sum('hit') + sum('missed'))
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}
