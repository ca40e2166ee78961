import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { functionInVpc, twoSubnets } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { vpcSingleZone } from './vpc-single-zone.ts'

const ONE_ZONE = { subnets: known(twoSubnets({ availabilityZone: 'eu-west-1a' })) }
const verdictOf = (vpc: Partial<VpcRecord>, values: Partial<FunctionRecord> = {}) => {
  const fn = functionInVpc(values)
  return vpcSingleZone.evaluate(fn, estateOf([fn, makeVpc(vpc)]))
}

describe('vpc-single-zone', () => {
  it.each<[string, string, Partial<VpcRecord>, Partial<FunctionRecord>?]>([
    ['pass', 'two zones', {}],
    ['fail', 'two subnets of one zone', ONE_ZONE],
    ['not applicable', 'no VPC', {}, { vpc: { state: 'absent' } }],
    ['unknown', 'hidden subnets', { subnets: denied('ec2:DescribeSubnets') }],
    ['unknown', 'a subnet that was not found', { subnets: known(twoSubnets({}).slice(1)) }],
    ['unknown', 'a VPC of another account', { name: 'vpc-2' }],
    ['unknown', 'a hidden VPC', {}, { vpc: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, vpc, values) => {
    expect(verdictOf(vpc, values).state).toBe(state)
  })

  it('is worse where the function is critical', () => {
    expect(verdictOf(ONE_ZONE, { tags: known({ criticality: 'high' }) })).toMatchObject({
      severity: 'medium',
    })
  })
})
