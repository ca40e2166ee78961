import type { Severity } from '#server/domain/severity.ts'

/** How much a verdict of a check of this severity weighs. */
export const WEIGHTS: Readonly<Record<Severity, number>> = {
  critical: 40,
  high: 15,
  medium: 5,
  low: 1,
  info: 0,
}

export type Weighed = { severity: Severity; pass: number; fail: number }

/**
 * Of all that was judged, how much is as it should be, weighed by severity: 0 to 100 with one decimal. What is unknown,
 * not applicable or excepted counts neither way. Null where nothing was judged.
 */
export function postureScore(counts: Iterable<Weighed>): number | null {
  let good = 0
  let all = 0
  for (const { severity, pass, fail } of counts) {
    good += pass * WEIGHTS[severity]
    all += (pass + fail) * WEIGHTS[severity]
  }
  return all === 0 ? null : Math.round((good / all) * 1000) / 10
}
