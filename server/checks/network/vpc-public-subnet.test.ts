import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { functionInVpc, twoSubnets } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { vpcPublicSubnet } from './vpc-public-subnet.ts'

const OPEN = { isPublic: true }
const verdictOf = (vpc: Partial<VpcRecord>, values: Partial<FunctionRecord> = {}) => {
  const fn = functionInVpc(values)
  return vpcPublicSubnet.evaluate(fn, estateOf([fn, makeVpc(vpc)]))
}

describe('vpc-public-subnet', () => {
  it.each<[string, string, Partial<VpcRecord>, Partial<FunctionRecord>?]>([
    ['pass', 'private subnets', {}],
    ['fail', 'public subnets', { subnets: known(twoSubnets(OPEN)) }],
    [
      'fail',
      'one public subnet beside one that was not found',
      { subnets: known(twoSubnets(OPEN).slice(1)) },
    ],
    [
      'unknown',
      'a subnet whose routes were not found',
      { subnets: known(twoSubnets({ isPublic: undefined }, {})) },
    ],
    ['unknown', 'hidden subnets', { subnets: denied('ec2:DescribeSubnets') }],
    ['not applicable', 'no VPC', {}, { vpc: absent() }],
  ])('says %s of %s', (state, _what, vpc, values) => {
    expect(verdictOf(vpc, values).state).toBe(state)
  })

  it('is worse where it works by chance', () => {
    expect(verdictOf({ subnets: known(twoSubnets(OPEN)) })).toMatchObject({ severity: 'low' })
    expect(verdictOf({ subnets: known(twoSubnets(OPEN, {})) })).toMatchObject({ severity: 'medium' })
  })
})
