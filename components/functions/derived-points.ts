import type { Point } from '#components/charts/chart-types.ts'

/** Errors without those that are told apart; null where errors are not known. */
export function otherErrors(errors: Point[], ...kinds: (Point[] | undefined)[]): Point[] {
  const lookups = kinds.flatMap((points) => (points ? [new Map(points)] : []))
  return errors.map(([t, value]) => {
    if (value === null) return [t, null]
    const told = lookups.reduce((sum, lookup) => sum + (lookup.get(t) ?? 0), 0)
    return [t, Math.max(0, value - told)]
  })
}

/** Average duration from its sum and the invocations, where CloudWatch's own average was not asked for. */
export function averageOf(sums: Point[] | undefined, counts: Point[] | undefined): Point[] | undefined {
  if (!sums || !counts) return undefined
  const lookup = new Map(counts)
  return sums.map(([t, sum]) => {
    const count = lookup.get(t)
    return [t, sum === null || !count ? null : sum / count]
  })
}
