import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { memoryMaximum } from './memory-maximum.ts'

const MOST = { memoryMb: known(10_240) }

describe('memory-maximum', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', '10,240 MB', MOST],
    ['pass', '10,239 MB', { memoryMb: known(10_239) }],
    ['unknown', 'hidden memory', { memoryMb: denied('lambda:GetFunction') }],
    ['not applicable', 'a deployment of the CDK', { ...MOST, name: 'S-CustomCDKBucketDeployment8693BB64-x' }],
  ])('says %s of %s', (state, _what, values) => {
    expect(memoryMaximum.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })

  it('is worse where anyone can run up its cost', () => {
    const fn = publicFunction('shop', MOST)
    expect(memoryMaximum.evaluate(fn, estateOf([fn]))).toMatchObject({ severity: 'medium' })
  })
})
