import type { Point } from '#components/charts/chart-types.ts'

/** Sum of all points of some series; null where no point has a value. */
export function sumOf(...series: readonly (readonly Point[])[]): number | null {
  let sum: number | null = null
  for (const points of series) {
    for (const [, value] of points) if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}
