import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { withActivity } from '#server/testing/with-activity.ts'
import { throttlesMany } from './throttles-many.ts'

describe('throttles-many', () => {
  it.each<[string, string, Partial<FunctionActivity>, number?]>([
    ['fail', '20 throttles beside 1000 invocations', { throttles7d: 20 }],
    ['pass', '10 throttles beside 1000 invocations', { throttles7d: 10 }],
    ['fail', 'nothing but throttles', { invocations7d: 0, throttles7d: 100 }],
    ['pass', '9 throttles beside 9 invocations', { invocations7d: 9, throttles7d: 9 }],
    ['not applicable', 'a function that is switched off', { throttles7d: 500 }, 0],
    ['unknown', 'half a week without throttles', { daysSeen: 3 }],
  ])('says %s of %s', (state, _what, activity, reserved) => {
    const { fn, around } = withActivity(
      activity,
      reserved === undefined ? {} : { reservedConcurrency: known(reserved) },
    )
    expect(throttlesMany.evaluate(fn, around).state).toBe(state)
  })

  it('says unknown without metrics', () => {
    expect(throttlesMany.evaluate(makeFunctionRecord(), estateOf([])).state).toBe('unknown')
  })
})
