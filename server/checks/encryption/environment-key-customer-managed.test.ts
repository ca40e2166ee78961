import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { environmentKeyCustomerManaged } from './environment-key-customer-managed.ts'

const VARIABLES = { environment: known({ names: ['TABLE'] }) }
const KEY = known('arn:aws:kms:eu-west-1:111122223333:key/1')
const verdictOf = (changes: Partial<FunctionRecord>) =>
  environmentKeyCustomerManaged.evaluate(makeFunctionRecord(changes), estateOf([]))

describe('environment-key-customer-managed', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a key of one’s own', { ...VARIABLES, kmsKeyArn: KEY }],
    ['fail', 'a key of AWS’s own', VARIABLES],
    ['unknown', 'a key that was denied', { ...VARIABLES, kmsKeyArn: denied('lambda:GetFunction') }],
    ['unknown', 'variables that were denied', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', { environment: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is a policy of the organisation: off until somebody switches it on', () => {
    expect(environmentKeyCustomerManaged.off).toMatch(/policy of the organisation/)
  })
})
