import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { withActivity } from '#server/testing/with-activity.ts'
import { errorsHigh } from './errors-high.ts'

describe('errors-high', () => {
  it.each<[string, string, Partial<FunctionActivity>, object?]>([
    ['fail', '110 errors in 1000', { errors7d: 110 }],
    ['pass', '100 errors in 1000', { errors7d: 100 }],
    ['fail', '30 errors where 2 percent are allowed', { errors7d: 30 }, { maxPercent: 2 }],
    ['pass', '3 errors in 4', { invocations7d: 4, errors7d: 3 }],
    ['fail', 'half a week of errors', { daysSeen: 3, errors7d: 500 }],
    ['unknown', 'half a week without errors', { daysSeen: 3 }],
    ['not applicable', 'a week without invocations', { invocations7d: 0 }],
    ['unknown', 'a day without invocations', { daysSeen: 1, invocations7d: 0 }],
  ])('says %s of %s', (state, _what, activity, parameters) => {
    const { fn, around } = withActivity(activity)
    expect(errorsHigh.evaluate(fn, around, parameters).state).toBe(state)
  })

  it('says unknown without metrics', () => {
    expect(errorsHigh.evaluate(makeFunctionRecord(), estateOf([])).state).toBe('unknown')
  })

  it('is worse where the function is critical', () => {
    const { fn, around } = withActivity({ errors7d: 500 }, { tags: known({ tier: '0' }) })
    expect(errorsHigh.evaluate(fn, around)).toMatchObject({ severity: 'high' })
  })
})
