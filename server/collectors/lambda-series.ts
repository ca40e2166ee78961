import type { SeriesKey, Stat } from '#server/domain/metrics/metric.ts'

export const LAMBDA_NAMESPACE = 'AWS/Lambda'

type Wanted = Record<string, readonly Stat[]>

/** What is asked of a function. Source: Lambda developer guide, "Types of metrics for Lambda functions". */
export const FUNCTION_METRICS: Wanted = {
  Invocations: ['Sum'],
  Errors: ['Sum'],
  Throttles: ['Sum'],
  Duration: ['Sum', 'Maximum', 'p95'],
  ConcurrentExecutions: ['Maximum'],
  AsyncEventsReceived: ['Sum'],
  AsyncEventAge: ['Maximum'],
  AsyncEventsDropped: ['Sum'],
  DeadLetterErrors: ['Sum'],
  DestinationDeliveryFailures: ['Sum'],
  IteratorAge: ['Maximum'],
  RecursiveInvocationsDropped: ['Sum'],
}

/** What is asked of an account and region as a whole. */
export const ACCOUNT_METRICS: Wanted = {
  Invocations: ['Sum'],
  Errors: ['Sum'],
  Throttles: ['Sum'],
  Duration: ['Sum', 'Maximum', 'p95'],
  ConcurrentExecutions: ['Maximum'],
  UnreservedConcurrentExecutions: ['Maximum'],
}

type Place = { accountId: string; region: string }

function seriesOf({ accountId, region }: Place, dimension: string, wanted: Wanted): SeriesKey[] {
  return Object.entries(wanted).flatMap(([metric, stats]) =>
    stats.map((stat) => ({ accountId, region, namespace: LAMBDA_NAMESPACE, metric, stat, dimension })),
  )
}

export function accountSeries(place: Place): SeriesKey[] {
  return seriesOf(place, '', ACCOUNT_METRICS)
}

/** The series of a function; of those metrics only that are wanted, where `active` tells. */
export function functionSeries(
  place: Place,
  functionName: string,
  active?: ReadonlySet<string>,
): SeriesKey[] {
  const wanted = Object.entries(FUNCTION_METRICS).filter(([metric]) => active?.has(metric) ?? true)
  return seriesOf(place, functionName, Object.fromEntries(wanted))
}
