export type MetricDefinition = { name: string; accountOnly?: boolean; functionOnly?: boolean }

/** The AWS/Lambda metrics that are published here ("Types of metrics for Lambda functions" in the developer guide). */
export const metricTable: MetricDefinition[] = [
  { name: 'Invocations' },
  { name: 'Errors' },
  { name: 'Throttles' },
  { name: 'Duration' },
  { name: 'ConcurrentExecutions' },
  { name: 'UnreservedConcurrentExecutions', accountOnly: true },
  { name: 'AsyncEventsReceived' },
  { name: 'AsyncEventAge' },
  { name: 'AsyncEventsDropped' },
  { name: 'DeadLetterErrors' },
  { name: 'IteratorAge', functionOnly: true },
  { name: 'RecursiveInvocationsDropped' },
]

export const metricIndex = new Map(metricTable.map((metric, i) => [metric.name, i]))

/** Positions in the table, for the code that fills rows. */
export const slot = {
  invocations: 0,
  errors: 1,
  throttles: 2,
  duration: 3,
  concurrent: 4,
  unreserved: 5,
  asyncReceived: 6,
  asyncAge: 7,
  asyncDropped: 8,
  deadLetterErrors: 9,
  iteratorAge: 10,
  recursiveDropped: 11,
}
