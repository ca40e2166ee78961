import { startTestAws } from '#server/aws/aws-test-server.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'

const A_PAGE = 500
/** Zero, so that nothing is in trouble; concurrency does not rise either. */
const CALM = new Set(['Errors', 'Throttles', 'ConcurrentExecutions'])

export type Stub = {
  url: string
  calls: () => { data: number; lists: number; queries: number }
  close: () => Promise<void>
}

/** A CloudWatch that has a point for every period of every series, and lists the metrics of the functions given. */
export async function startStubCloudWatch(
  functions: readonly string[],
  metrics: readonly string[],
): Promise<Stub> {
  const counts = { data: 0, lists: 0, queries: 0 }
  const listed = functions.flatMap((name) => metrics.map((metric) => ({ name, metric })))
  const aws = await startTestAws(({ operation, json }) => {
    const request = asObject(json)
    if (operation === 'ListMetrics') {
      counts.lists += 1
      const from = Number(asText(request.NextToken) ?? 0)
      const page = listed.slice(from, from + A_PAGE).map(({ name, metric }) => ({
        Namespace: 'AWS/Lambda',
        MetricName: metric,
        Dimensions: [{ Name: 'FunctionName', Value: name }],
      }))
      const next = from + A_PAGE < listed.length ? { NextToken: String(from + A_PAGE) } : {}
      return { body: { Metrics: page, ...next } }
    }
    const queries = asArray(request.MetricDataQueries).map(asObject)
    counts.data += 1
    counts.queries += queries.length
    const [from, to] = [Number(request.StartTime), Number(request.EndTime)]
    const results = queries.map((query, q) => {
      const stat = asObject(query.MetricStat)
      const period = Number(stat.Period)
      const isWell = CALM.has(String(asObject(stat.Metric).MetricName))
      const times = Array.from(
        { length: Math.max(0, Math.ceil((to - from) / period)) },
        (_, i) => from + i * period,
      )
      const values = times.map((at) => (isWell ? 0 : ((at / period + q) % 97) + 10))
      return { Id: query.Id, StatusCode: 'Complete', Timestamps: times, Values: values }
    })
    aws.requests.length = 0
    return { body: { MetricDataResults: results } }
  })
  return { url: aws.url, calls: () => ({ ...counts }), close: () => aws.close() }
}
