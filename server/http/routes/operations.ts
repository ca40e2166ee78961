import { z } from 'zod'
import { metricsText } from '#server/http/metrics-text.ts'
import { defineRoute } from '#server/http/route.ts'
import { getWorkerMetrics } from '#server/services/operations/worker-metrics.ts'

/** Outside /api/v1, so that scrapers find it where they expect it. */
export const metricsRoute = defineRoute({
  method: 'GET',
  path: '/metrics',
  summary: "Prometheus' text format",
  role: 'viewer',
  response: z.string(),
  handler: async ({ context }) =>
    new Response(metricsText(await getWorkerMetrics(context)), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    }),
})
