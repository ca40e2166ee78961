import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { makeApi, makeSchedule } from '#server/testing/source-records.ts'
import { timeoutMaximum } from './timeout-maximum.ts'

const LONG = { timeoutSeconds: known(900) }
const verdictOf = (values: Partial<FunctionRecord>, records: ResourceRecord[]) => {
  const fn = makeFunctionRecord(values)
  return timeoutMaximum.evaluate(fn, estateOf([fn, ...records]))
}

describe('timeout-maximum', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', '900 s behind an API', LONG, [makeApi()]],
    ['pass', '900 s behind a schedule', LONG, [makeSchedule()]],
    ['pass', '60 s behind an API', { timeoutSeconds: known(60) }, [makeApi()]],
    ['unknown', 'a hidden timeout', { timeoutSeconds: denied('lambda:GetFunction') }, []],
    [
      'not applicable',
      'a deployment of the CDK',
      { ...LONG, name: 'S-CustomCDKBucketDeployment8693BB64-x' },
      [],
    ],
  ])('says %s of %s', (state, _what, values, records) => {
    expect(verdictOf(values, records).state).toBe(state)
  })

  it('is worse where anyone on the internet can make it run', () => {
    const fn = publicFunction('shop', LONG)
    expect(timeoutMaximum.evaluate(fn, estateOf([fn]))).toMatchObject({ state: 'fail', severity: 'medium' })
  })

  it('says unknown where an API may hide behind a policy', () => {
    const fn = makeFunctionRecord({ ...LONG, policy: denied('lambda:GetPolicy') })
    expect(timeoutMaximum.evaluate(fn, estateOf([fn, makeSchedule()])).state).toBe('unknown')
  })

  it('says unknown where nobody can tell who waits', () => {
    const fn = makeFunctionRecord(LONG)
    expect(timeoutMaximum.evaluate(fn, estateOf([fn], { without: ['api'] })).state).toBe('unknown')
  })
})
