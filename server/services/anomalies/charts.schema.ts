import { z } from 'zod'
import { mark } from '#server/services/functions/schema.ts'
import { chartAnomaly, chartBand, chartPoint } from '#server/services/metrics/schema.ts'
import { isoTime } from '#server/services/scope.schema.ts'

/** Points of small charts: at most so many a series. */
export const MAX_SMALL_POINTS = 200

const incidentSeries = z.object({
  id: z.number().int(),
  functionId: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'null where the function was never collected' }),
  functionName: z.string().nullable().meta({ description: 'null for the account and region as a whole' }),
  metric: z.string(),
  stat: z.string(),
  unit: z.string(),
  points: z.array(chartPoint),
  band: chartBand,
  anomalies: z.array(chartAnomaly),
})

/** The series of an incident around its time, the most unusual first; at most 200 points each. */
export const incidentCharts = z.object({
  from: isoTime,
  to: isoTime,
  periodSeconds: z.number().int(),
  polledUntil: isoTime.nullable(),
  series: z.array(incidentSeries),
  omitted: z.number().int().meta({ description: 'Series that are not shown because there are too many' }),
  marks: z.array(mark),
})
export type IncidentCharts = z.infer<typeof incidentCharts>
