import type { MinuteLoad } from './minute-load.ts'

/** How a metric's minute is sampled: number of samples, their sum, least and greatest. */
export type MetricDefinition = {
  name: string
  unit: string
  accountOnly?: boolean
  functionOnly?: boolean
  samples: (load: MinuteLoad) => number
  sum: (load: MinuteLoad) => number
  min: (load: MinuteLoad) => number
  max: (load: MinuteLoad) => number
}

const zeroOne = (
  value: (load: MinuteLoad) => number,
): Pick<MetricDefinition, 'samples' | 'sum' | 'min' | 'max'> => ({
  samples: (load) => load.invocations + (value(load) > load.invocations ? value(load) : 0),
  sum: value,
  min: (load) => (load.invocations > 0 && value(load) >= load.invocations ? 1 : 0),
  max: (load) => (value(load) > 0 ? 1 : 0),
})

const counted = (
  value: (load: MinuteLoad) => number,
): Pick<MetricDefinition, 'samples' | 'sum' | 'min' | 'max'> => ({
  samples: value,
  sum: value,
  min: () => 1,
  max: () => 1,
})

const gauge = (
  present: (load: MinuteLoad) => boolean,
  value: (load: MinuteLoad) => number,
): Pick<MetricDefinition, 'samples' | 'sum' | 'min' | 'max'> => ({
  samples: (load) => (present(load) ? 1 : 0),
  sum: value,
  min: value,
  max: value,
})

/** The AWS/Lambda metrics that are published here, with what "Lambda metrics" in the developer guide says of them. */
export const metricTable: MetricDefinition[] = [
  { name: 'Invocations', unit: 'Count', ...counted((load) => load.invocations) },
  { name: 'Errors', unit: 'Count', ...zeroOne((load) => load.errors) },
  { name: 'Throttles', unit: 'Count', ...zeroOne((load) => load.throttles) },
  {
    name: 'Duration',
    unit: 'Milliseconds',
    samples: (load) => load.invocations,
    sum: (load) => load.invocations * load.durationAvg,
    min: (load) => load.durationMin,
    max: (load) => load.durationMax,
  },
  {
    name: 'ConcurrentExecutions',
    unit: 'Count',
    ...gauge(
      (load) => load.invocations > 0,
      (load) => Math.max(1, Math.ceil(load.concurrency)),
    ),
  },
  {
    name: 'UnreservedConcurrentExecutions',
    unit: 'Count',
    accountOnly: true,
    ...gauge(
      () => false,
      () => 0,
    ),
  },
  { name: 'AsyncEventsReceived', unit: 'Count', ...counted((load) => load.asyncReceived) },
  {
    name: 'AsyncEventAge',
    unit: 'Milliseconds',
    samples: (load) => load.asyncReceived,
    sum: (load) => load.asyncReceived * load.asyncAge,
    min: (load) => load.asyncAge * 0.4,
    max: (load) => load.asyncAge * 3,
  },
  { name: 'AsyncEventsDropped', unit: 'Count', ...counted((load) => load.asyncDropped) },
  { name: 'DeadLetterErrors', unit: 'Count', ...counted((load) => load.deadLetterErrors) },
  {
    name: 'IteratorAge',
    unit: 'Milliseconds',
    functionOnly: true,
    ...gauge(
      (load) => load.iteratorAge > 0,
      (load) => load.iteratorAge,
    ),
  },
  { name: 'RecursiveInvocationsDropped', unit: 'Count', ...counted((load) => load.recursiveDropped) },
]

export const metricIndex = new Map(metricTable.map((metric, i) => [metric.name, i]))
export const concurrencyIndex = metricIndex.get('ConcurrentExecutions') ?? 0
export const unreservedIndex = metricIndex.get('UnreservedConcurrentExecutions') ?? 0
