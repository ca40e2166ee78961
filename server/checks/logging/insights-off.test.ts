import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { insightsOff } from './insights-off.ts'

const layer = (name: string): Partial<FunctionRecord> => ({
  layers: known([`arn:aws:lambda:eu-west-1:580247275435:layer:${name}`]),
})

describe('insights-off', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'no layer', {}],
    ['fail', 'another layer', layer('other:1')],
    ['fail', 'a layer that looks like it', layer('LambdaInsightsExtension-mine:1')],
    ['pass', 'the extension', layer('LambdaInsightsExtension:53')],
    ['pass', 'the extension for arm64', layer('LambdaInsightsExtension-Arm64:20')],
    ['not applicable', 'an image', { packageType: known('Image') }],
    ['unknown', 'hidden layers', { layers: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(insightsOff.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
