import type { ExampleRecord } from '#server/detections/example-record.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { lambda } from './lambda-source.ts'

/** Invocations are data events: they are there only where a trail records them. Source: CloudTrail, data events. */
export const INVOCATIONS = ['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'] as const

/** The function that a caller invoked by the API itself, and not through a service that it triggers. */
export function invokedDirectly(record: TrailRecord): string | undefined {
  if (!happened(record) || record.functionName === null || isThroughService(record)) return undefined
  return record.functionName
}

/** An invocation in an example. */
export function invocation(
  more: Omit<ExampleRecord, 'source' | 'name'> = {},
  functionName = 'orders-api',
): ExampleRecord {
  return {
    ...lambda(
      'Invoke',
      { functionName: `arn:aws:lambda:eu-west-1:111122223333:function:${functionName}` },
      more,
    ),
    more: { eventCategory: 'Data', managementEvent: false, ...more.more },
  }
}
