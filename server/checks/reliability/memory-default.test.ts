import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { memoryDefault } from './memory-default.ts'

describe('memory-default', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', '128 MB', { memoryMb: known(128) }],
    ['pass', '129 MB', { memoryMb: known(129) }],
    ['unknown', 'hidden memory', { memoryMb: denied('lambda:GetFunction') }],
    ['not applicable', 'a helper of the CDK', { memoryMb: known(128), name: 'S-LogRetentionaae0aa3c-x' }],
  ])('says %s of %s', (state, _what, values) => {
    expect(memoryDefault.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
