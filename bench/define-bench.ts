export type Measure = { figure: string; value: number; unit: string; goal: string; met: boolean }

/** One figure, or a few that are measured together. `run` may take minutes. */
export type Bench = { name: string; run: () => Promise<Measure[]> }

export const atMost = (figure: string, value: number, goal: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: `≤ ${goal}`,
  met: value <= goal,
})

export const atLeast = (figure: string, value: number, goal: number, unit: string): Measure => ({
  figure,
  value,
  unit,
  goal: `≥ ${goal}`,
  met: value >= goal,
})

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
