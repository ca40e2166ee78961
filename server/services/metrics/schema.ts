import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

/** [epoch ms, value]; null is a gap: nothing was reported or nothing was polled. */
export const chartPoint = z.tuple([z.number(), z.number().nullable()])

/** What is usual in each cell of the chart, in the measure of its points. */
export const chartBand = z
  .array(z.tuple([z.number(), z.number(), z.number()]))
  .meta({ description: '[epoch ms, lower, upper]; cells of which nothing is known are left out' })

export const chartAnomaly = z.object({
  metric: z.string(),
  stat: z.string(),
  from: isoTime,
  to: isoTime.nullable().meta({ description: 'null while it goes on' }),
  kind: z.string().meta({ description: 'spike, drop, silence or shift' }),
  score: z.number(),
  value: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  explanation: z.string(),
  incidentId: z.string().nullable(),
})
export type ChartAnomaly = z.infer<typeof chartAnomaly>

/** Of series that have not seen enough yet for anything to be called unusual. */
export const learning = z.object({
  metrics: z.array(z.string()),
  since: isoTime,
  days: z.number().meta({ description: 'Days seen, of the 14 that show every day of the week twice' }),
})
export type Learning = z.infer<typeof learning>
