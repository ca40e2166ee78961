import { describe, expect, it } from 'vitest'
import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { withActivity } from '#server/testing/with-activity.ts'
import { timeoutsMany } from './timeouts-many.ts'

describe('timeouts-many', () => {
  it.each<[string, string, Partial<FunctionActivity>, object?]>([
    ['fail', '60 timeouts in 1000', { timeouts7d: 60 }],
    ['pass', '50 timeouts in 1000', { timeouts7d: 50 }],
    ['pass', '4 timeouts in 4', { invocations7d: 4, timeouts7d: 4 }],
    ['fail', '20 timeouts where 1 percent is allowed', { timeouts7d: 20 }, { maxPercent: 1 }],
    ['unknown', 'half a week without timeouts', { daysSeen: 3 }],
    ['not applicable', 'a week without invocations', { invocations7d: 0 }],
  ])('says %s of %s', (state, _what, activity, parameters) => {
    const { fn, around } = withActivity(activity)
    expect(timeoutsMany.evaluate(fn, around, parameters).state).toBe(state)
  })

  it('says unknown without metrics', () => {
    expect(timeoutsMany.evaluate(makeFunctionRecord(), estateOf([])).state).toBe('unknown')
  })
})
