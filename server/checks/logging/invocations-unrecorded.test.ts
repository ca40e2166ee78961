import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { DataEventSelector, TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judge } from '#server/testing/judge.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { makeTrail } from '#server/testing/records/posture-records.ts'
import { FUNCTION_ARN, makeApi } from '#server/testing/source-records.ts'
import { API_GRANT, policy } from '#server/testing/statements.ts'
import { invocationsUnrecorded } from './invocations-unrecorded.ts'

const events = (values: Partial<DataEventSelector>): Partial<TrailSettingsRecord> => ({
  dataEvents: known([
    { resourceType: 'AWS::Lambda::Function', resources: [], readWrite: 'All', narrowed: false, ...values },
  ]),
})
const verdictOf = (...trails: Partial<TrailSettingsRecord>[]) => {
  const fn = publicFunction('orders-api')
  return invocationsUnrecorded.evaluate(fn, estateOf([fn, ...trails.map(makeTrail)]))
}

describe('invocations-unrecorded', () => {
  it.each<[string, string, Partial<TrailSettingsRecord>[]]>([
    ['pass', 'every function', [{}]],
    ['pass', 'this function', [events({ resources: [FUNCTION_ARN] })]],
    [
      'pass',
      'the functions of the region',
      [events({ resources: [FUNCTION_ARN.replace('orders-api', '')] })],
    ],
    ['fail', 'another function', [events({ resources: [`${FUNCTION_ARN}-2`] })]],
    [
      'unknown',
      'a name that may be a beginning',
      [events({ resources: [FUNCTION_ARN.replace('-api', '')] })],
    ],
    ['unknown', 'some events of it', [events({ narrowed: true })]],
    ['fail', 'what is read', [events({ readWrite: 'ReadOnly' })]],
    ['fail', 'objects of buckets', [events({ resourceType: 'AWS::S3::Object' })]],
    ['fail', 'no data events', [{ dataEvents: absent() }]],
    ['fail', 'nothing, since it has stopped', [{ isLogging: known(false) }]],
    ['unknown', 'what is hidden', [{ dataEvents: denied('cloudtrail:GetEventSelectors') }]],
    [
      'pass',
      'every function, beside a hidden one',
      [{ name: 'a', dataEvents: denied('x:y') }, { name: 'b' }],
    ],
    ['fail', 'nothing, since there is none', []],
  ])('says %s of a trail of %s', (state, _what, trails) => {
    expect(verdictOf(...trails).state).toBe(state)
  })

  it('asks nothing of a function that is invoked within its account alone, until it is told to', () => {
    const fn = makeFunctionRecord()
    expect(judge(invocationsUnrecorded, {}).state).toBe('not applicable')
    expect(invocationsUnrecorded.evaluate(fn, estateOf([fn]), { insideToo: true })).toMatchObject({
      severity: 'low',
    })
    expect(verdictOf()).toMatchObject({ severity: 'medium' })
  })

  it('leaves requests through an API to its access log', () => {
    expect(judge(invocationsUnrecorded, policy(API_GRANT), [makeApi()]).state).toBe('not applicable')
  })

  it('is not applicable to helpers of the CDK', () => {
    const fn = makeFunctionRecord({ name: 'S-LogRetentionaae0aa3c-x' })
    expect(invocationsUnrecorded.evaluate(fn, estateOf([fn])).state).toBe('not applicable')
  })
})
