import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { tracingOff } from './tracing-off.ts'

describe('tracing-off', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'PassThrough', {}],
    ['pass', 'Active', { tracingMode: known('Active') }],
    ['unknown', 'a hidden mode', { tracingMode: denied('lambda:GetFunction') }],
    ['not applicable', 'a helper of the CDK', { name: 'S-LogRetentionaae0aa3c-x' }],
  ])('says %s of %s', (state, _what, values) => {
    expect(tracingOff.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
