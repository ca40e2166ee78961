import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { architectureX86 } from './architecture-x86.ts'

const X86 = { architectures: known(['x86_64']) }

describe('architecture-x86', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'x86', X86],
    ['fail', 'nothing told, which is x86', { architectures: absent() }],
    ['pass', 'arm64', {}],
    ['not applicable', 'an old runtime', { ...X86, runtime: known('go1.x') }],
    ['not applicable', 'an image', { ...X86, packageType: known('Image'), runtime: absent() }],
    [
      'not applicable',
      'a layer for x86',
      { ...X86, layers: known(['arn:aws:lambda:eu-west-1:1:layer:ffmpeg-x86_64:1']) },
    ],
    ['unknown', 'a hidden architecture', { architectures: denied('lambda:GetFunction') }],
    ['unknown', 'hidden layers', { ...X86, layers: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(architectureX86.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
