import { z } from 'zod'
import { chartAnomaly, chartBand, chartPoint, learning } from '#server/services/metrics/schema.ts'
import { isoTime, scopeQuery } from '#server/services/scope.schema.ts'
import { mark } from './schema.ts'

export const functionMetricsQuery = scopeQuery.extend({
  compare: z.enum(['week']).optional().meta({ description: 'Also gives what was seven days before' }),
})
export type FunctionMetricsQuery = z.infer<typeof functionMetricsQuery>

const metricSeries = z.object({
  metric: z.string(),
  stat: z.string(),
  unit: z.string(),
  points: z.array(chartPoint),
  extremes: z.array(z.tuple([z.number(), z.number(), z.number()])).meta({
    description: '[epoch ms, least, greatest] of the periods of extremesSeconds in a cell of a sum',
  }),
  band: chartBand,
  previous: z
    .array(chartPoint)
    .nullable()
    .meta({ description: 'Seven days before, moved to the times of now; null unless asked for' }),
})

/** At most 1,000 points a series: a cell has its sum or maximum, and beside it what a short spike or silence in it was. */
export const functionMetrics = z.object({
  from: isoTime,
  to: isoTime,
  periodSeconds: z.number().int(),
  extremesSeconds: z.number().int().nullable(),
  polledUntil: isoTime.nullable(),
  series: z.array(metricSeries),
  anomalies: z.array(chartAnomaly),
  learning: learning.nullable(),
  /** Step line: the timeout in force from each time on, in ms. */
  timeoutMs: z.array(z.tuple([z.number(), z.number()])),
  concurrencyLimit: z.number().nullable(),
  marks: z.array(mark),
  marksFrom: isoTime
    .nullable()
    .meta({ description: 'Changes before then are not marked: there are too many' }),
})
export type FunctionMetrics = z.infer<typeof functionMetrics>
