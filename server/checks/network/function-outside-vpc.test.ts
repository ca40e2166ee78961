import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { functionOutsideVpc } from './function-outside-vpc.ts'

const INSIDE = known({ vpcId: 'vpc-1', subnetIds: ['subnet-a'], securityGroupIds: ['sg-1'] })
const PROD = { environments: ['prod'] }
const verdictOf = (values: Partial<FunctionRecord>, parameters = {}) => {
  const fn = makeFunctionRecord(values)
  return functionOutsideVpc.evaluate(fn, estateOf([fn]), parameters)
}

describe('function-outside-vpc', () => {
  it.each<[string, string, Partial<FunctionRecord>, object?]>([
    ['fail', 'a function outside', {}],
    ['pass', 'a function inside', { vpc: INSIDE }],
    ['pass', 'a VPC that was taken away', { vpc: INSIDE }, PROD],
    ['fail', 'one in an environment of the rule', { tags: known({ env: 'Prod' }) }, PROD],
    ['not applicable', 'one in another environment', { tags: known({ env: 'dev' }) }, PROD],
    ['unknown', 'one in no environment that is told', {}, PROD],
    ['unknown', 'a hidden VPC', { vpc: denied('lambda:GetFunction') }],
    ['not applicable', 'a helper of the CDK', { name: 'S-LogRetentionaae0aa3c-x' }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    expect(verdictOf(values, parameters).state).toBe(state)
  })

  it('is off until the organisation switches it on', () => {
    expect(functionOutsideVpc.off).toMatch(/organisation/)
  })
})
