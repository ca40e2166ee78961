import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'

/** A function with metrics, and its surroundings. */
export function withActivity(
  values: Partial<FunctionActivity>,
  changes: Parameters<typeof makeFunctionRecord>[0] = {},
) {
  const fn = makeFunctionRecord(changes)
  const activity: FunctionActivity = {
    daysSeen: 30,
    invocations30d: 4000,
    invocations7d: 1000,
    errors7d: 0,
    timeouts7d: 0,
    throttles7d: 0,
    lastInvokedAt: '2026-11-20T06:00:00.000Z',
    ...values,
  }
  return { fn, around: estateOf([fn], { activity: new Map([[fn.arn, activity]]) }) }
}
