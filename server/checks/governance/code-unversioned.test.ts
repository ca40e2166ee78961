import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { codeUnversioned as check } from './code-unversioned.ts'

describe('code-unversioned', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a published version', { versions: known([{ version: '1', codeSha256: 'sha' }]) }],
    ['fail', 'no version', {}],
    ['unknown', 'versions that were not read', { versions: denied('lambda:ListFunctions') }],
    ['not applicable', 'a helper of the CDK', { name: 'S-CustomCDKBucketDeployment8693BB64968944B6-x' }],
  ])('says %s of %s', (state, _, changes) => {
    expect(check.evaluate(makeFunctionRecord(changes), estateOf([])).state).toBe(state)
  })

  it('is off', () => expect(check.off).toBeDefined())
})
