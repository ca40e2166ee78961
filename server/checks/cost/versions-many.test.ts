import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { versionsMany } from './versions-many.ts'

const versions = (count: number): Partial<FunctionRecord> => ({
  versions: known(Array.from({ length: count }, (_, i) => ({ version: String(i + 1) }))),
})

describe('versions-many', () => {
  it.each<[string, string, Partial<FunctionRecord>, object?]>([
    ['fail', '51 versions', versions(51)],
    ['pass', '50 versions', versions(50)],
    ['fail', '3 versions where 2 are allowed', versions(3), { maxVersions: 2 }],
    ['not applicable', 'no version', {}],
    ['unknown', 'hidden versions', { versions: denied('lambda:ListVersionsByFunction') }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    expect(versionsMany.evaluate(makeFunctionRecord(values), estateOf([]), parameters).state).toBe(state)
  })

  it('tells how many no alias names', () => {
    const alias = { name: 'live', functionVersion: '51', routing: { '50': 0.1 } }
    const fn = makeFunctionRecord({ ...versions(51), aliases: known([alias]) })
    expect(versionsMany.evaluate(fn, estateOf([]))).toMatchObject({
      evidence: [expect.anything(), { label: 'Without an alias', value: '49' }],
    })
  })
})
