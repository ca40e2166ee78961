import type { Stat } from '#server/domain/metrics/metric.ts'

export type Modelled = { metric: string; stat: Stat; unit: string; ofAccount: boolean }

/** The series of AWS/Lambda that are held against what is usual. Where AWS gives no p95, the longest duration stands in. */
export const MODELLED: readonly Modelled[] = [
  { metric: 'Invocations', stat: 'Sum', unit: 'invocations', ofAccount: true },
  { metric: 'Errors', stat: 'Sum', unit: 'errors', ofAccount: true },
  { metric: 'Throttles', stat: 'Sum', unit: 'throttles', ofAccount: true },
  { metric: 'Duration', stat: 'p95', unit: 'ms', ofAccount: false },
  { metric: 'Duration', stat: 'Maximum', unit: 'ms', ofAccount: false },
  { metric: 'ConcurrentExecutions', stat: 'Maximum', unit: 'executions', ofAccount: true },
  { metric: 'IteratorAge', stat: 'Maximum', unit: 'ms', ofAccount: false },
  { metric: 'AsyncEventAge', stat: 'Maximum', unit: 'ms', ofAccount: false },
  { metric: 'AsyncEventsDropped', stat: 'Sum', unit: 'events', ofAccount: false },
  { metric: 'DeadLetterErrors', stat: 'Sum', unit: 'errors', ofAccount: false },
]

export function modelledOf(metric: string, stat: Stat): Modelled | undefined {
  return MODELLED.find((one) => one.metric === metric && one.stat === stat)
}
