import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { ownerMissing as check } from './owner-missing.ts'

const tags = (values: Record<string, string>) => ({ tags: known(values) })
const judge = (changes: Partial<FunctionRecord>) => {
  const fn = makeFunctionRecord(changes)
  return check.evaluate(fn, estateOf([fn]))
}

describe('owner-missing', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a team', tags({ Team: 'shop' })],
    ['fail low', 'no tag', {}],
    ['fail medium', 'no tag but its criticality', tags({ criticality: 'high' })],
    ['unknown', 'tags that were not read', { tags: denied('lambda:ListTags') }],
    ['not applicable', 'a helper of the CDK', { name: 'Shop-CustomS3AutoDeleteObjectsCustomResourceProv-x' }],
  ])('says %s of %s', (said, _, changes) => {
    const verdict = judge(changes)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })
})
