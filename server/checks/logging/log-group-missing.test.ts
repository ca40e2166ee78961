import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { makeDistribution } from '#server/testing/source-records.ts'
import { withActivity } from '#server/testing/with-activity.ts'
import { logGroupMissing } from './log-group-missing.ts'

describe('log-group-missing', () => {
  it.each([
    ['fail', 'invocations', { invocations30d: 12 }],
    ['not applicable', 'no invocation in a month', { invocations30d: 0 }],
    ['unknown', 'no invocation in a day', { invocations30d: 0, daysSeen: 1 }],
  ])('says %s of a group that is missing after %s', (state, _what, activity) => {
    const { fn, around } = withActivity(activity)
    expect(logGroupMissing.evaluate(fn, around).state).toBe(state)
  })

  it('says pass of a group that is there, by the name that the function gives it', () => {
    const own = makeFunctionRecord({ logGroup: known('/shop') })
    const fn = makeFunctionRecord()
    expect(logGroupMissing.evaluate(fn, estateOf([makeLogGroup()])).state).toBe('pass')
    expect(logGroupMissing.evaluate(own, estateOf([makeLogGroup({ name: '/shop' })])).state).toBe('pass')
  })

  it('says unknown where groups, metrics or the setting were not seen', () => {
    const fn = makeFunctionRecord()
    const hidden = makeFunctionRecord({ logGroup: denied('lambda:GetFunction') })
    expect(logGroupMissing.evaluate(fn, estateOf([], { without: ['log-group'] })).state).toBe('unknown')
    expect(logGroupMissing.evaluate(fn, estateOf([])).state).toBe('unknown')
    expect(logGroupMissing.evaluate(hidden, estateOf([])).state).toBe('unknown')
  })

  it('is not applicable to a function at the edge', () => {
    const { fn } = withActivity({}, { region: 'us-east-1' })
    const arn = `${fn.arn}:1`
    const behaviour = {
      pathPattern: '*',
      originId: 'o',
      allowedMethods: ['GET'],
      restrictsViewers: false,
      functions: [{ eventType: 'origin-request', arn, includesBody: false }],
    }
    const front = makeDistribution({ behaviours: known([behaviour]) })
    expect(logGroupMissing.evaluate(fn, estateOf([fn, front])).state).toBe('not applicable')
  })
})
