import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { withActivity } from '#server/testing/with-activity.ts'
import { provisionedConcurrencyIdle } from './provisioned-concurrency-idle.ts'

const WARM: Partial<FunctionRecord> = {
  provisionedConcurrency: known([{ qualifier: 'live', requested: 5, allocated: 5, status: 'READY' }]),
}

describe('provisioned-concurrency-idle', () => {
  it.each<[string, string, Partial<FunctionActivity>, Partial<FunctionRecord>]>([
    ['fail', 'no invocation in a week', { invocations7d: 0 }, WARM],
    ['pass', 'one invocation', { invocations7d: 1 }, WARM],
    ['pass', 'one invocation in the day that was seen', { invocations7d: 1, daysSeen: 1 }, WARM],
    ['unknown', 'no invocation in a day', { invocations7d: 0, daysSeen: 1 }, WARM],
    ['not applicable', 'nothing provisioned', { invocations7d: 0 }, {}],
    ['unknown', 'a hidden configuration', { invocations7d: 0 }, { provisionedConcurrency: denied('x:y') }],
  ])('says %s of %s', (state, _what, activity, values) => {
    const { fn, around } = withActivity(activity, values)
    expect(provisionedConcurrencyIdle.evaluate(fn, around).state).toBe(state)
  })

  it('says unknown without metrics', () => {
    expect(provisionedConcurrencyIdle.evaluate(makeFunctionRecord(WARM), estateOf([])).state).toBe('unknown')
  })
})
