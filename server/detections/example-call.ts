import type { JsonObject } from '#server/domain/json.ts'
import type { DetectionContext, Example } from './define-detection.ts'
import type { ExampleRecord } from './example-record.ts'

type More = Omit<ExampleRecord, 'source' | 'name' | 'request'>

/** Writes the examples' calls to one service: `callTo('lambda')('GetPolicy', { functionName: 'orders-api' })`. */
export function callTo(source: string) {
  return (name: string, request: JsonObject | null = null, more: More = {}): ExampleRecord => ({
    source,
    name,
    request,
    ...more,
  })
}

/** An example in one line: what happens, and the records of it. */
export function example(title: string, ...records: ExampleRecord[]): Example {
  return { title, records }
}

/** The same record a number of times, each with what changes from one to the next. */
export function repeated(times: number, record: (index: number) => ExampleRecord): ExampleRecord[] {
  return Array.from({ length: times }, (_, index) => record(index))
}

/** An example in an estate that answers so. */
export function within(context: Partial<DetectionContext>, { title, records }: Example): Example {
  return { title, records, context }
}
