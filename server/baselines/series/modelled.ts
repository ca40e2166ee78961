import type { Stat } from '#server/domain/metrics/metric.ts'

export type Modelled = { metric: string; stat: Stat; unit: string }

/** The series of AWS/Lambda that are held against what is usual. Where AWS gives no p95, the longest duration stands in. */
export const MODELLED: readonly Modelled[] = [
  { metric: 'Invocations', stat: 'Sum', unit: 'invocations' },
  { metric: 'Errors', stat: 'Sum', unit: 'errors' },
  { metric: 'Throttles', stat: 'Sum', unit: 'throttles' },
  { metric: 'Duration', stat: 'p95', unit: 'ms' },
  { metric: 'Duration', stat: 'Maximum', unit: 'ms' },
  { metric: 'ConcurrentExecutions', stat: 'Maximum', unit: 'executions' },
  { metric: 'IteratorAge', stat: 'Maximum', unit: 'ms' },
  { metric: 'AsyncEventAge', stat: 'Maximum', unit: 'ms' },
  { metric: 'AsyncEventsDropped', stat: 'Sum', unit: 'events' },
  { metric: 'DeadLetterErrors', stat: 'Sum', unit: 'errors' },
]

export function modelledOf(metric: string, stat: Stat): Modelled | undefined {
  return MODELLED.find((one) => one.metric === metric && one.stat === stat)
}
