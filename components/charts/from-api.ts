import type { ChartAnomaly as ApiAnomaly } from '#server/services/metrics/schema.ts'
import type { ChartAnomaly, ChartBand } from './chart-types.ts'

/** The two edges of a band as the API gives it: [epoch ms, lower, upper]. */
export function bandEdges(band: readonly [number, number, number][]): Pick<ChartBand, 'lower' | 'upper'> {
  return { lower: band.map(([at, lower]) => [at, lower]), upper: band.map(([at, , upper]) => [at, upper]) }
}

/** What the API calls unusual, to be drawn on a chart. */
export function drawnAnomaly(one: ApiAnomaly): ChartAnomaly {
  return {
    from: Date.parse(one.from),
    to: one.to === null ? null : Date.parse(one.to),
    kind: one.kind,
    label: one.explanation,
  }
}
