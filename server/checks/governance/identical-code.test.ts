import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { identicalCode as check } from './identical-code.ts'

const other = (changes: Partial<FunctionRecord> = {}) => makeFunctionRecord({ name: 'copy', ...changes })

function judge(others: FunctionRecord[], changes: Partial<FunctionRecord> = {}) {
  const fn = makeFunctionRecord(changes)
  return check.evaluate(fn, estateOf([fn, ...others]))
}

describe('identical-code', () => {
  it.each<[string, string, FunctionRecord[], Partial<FunctionRecord>?]>([
    ['fail', 'the same code and handler', [other()]],
    ['pass', 'other code', [other({ codeSha256: known('else') })]],
    ['pass', 'the same package with another handler', [other({ handler: known('other.handler') })]],
    ['fail', 'the same image', [other({ handler: absent() })], { handler: absent() }],
    ['pass', 'the same code in another region', [other({ region: 'us-east-1' })]],
    ['unknown', 'a digest that was not read', [], { codeSha256: denied('lambda:GetFunction') }],
    ['not applicable', 'no digest', [other()], { codeSha256: absent() }],
    ['not applicable', 'a helper of the CDK', [other()], { name: 'S-LogRetentionaae0aa3c5b4d4f87b02d8-x' }],
  ])('says %s of %s', (state, _, others, changes) => {
    expect(judge(others, changes).state).toBe(state)
  })

  it('names the copies', () => {
    expect(judge([other()])).toMatchObject({ summary: 'copy has the same code and handler.' })
  })
})
