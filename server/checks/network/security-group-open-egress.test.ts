import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { SecurityGroupRule, VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { functionInVpc, twoSubnets } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { securityGroupOpenEgress } from './security-group-open-egress.ts'

const ALL: SecurityGroupRule = { protocol: '-1', cidrs: ['0.0.0.0/0'], groups: [] }
const out = (...egress: SecurityGroupRule[]): Partial<VpcRecord> => ({
  securityGroups: known([{ id: 'sg-1', name: 'orders', ingress: [], egress }]),
})
const verdictOf = (vpc: Partial<VpcRecord>, values: Partial<FunctionRecord> = {}) => {
  const fn = functionInVpc(values)
  return securityGroupOpenEgress.evaluate(fn, estateOf([fn, makeVpc(vpc)]))
}

describe('security-group-open-egress', () => {
  it.each<[string, string, Partial<VpcRecord>, Partial<FunctionRecord>?]>([
    ['fail', 'everything', out(ALL)],
    ['fail', 'everything by IPv6', out({ ...ALL, cidrs: ['::/0'] })],
    ['fail', 'every port of TCP', out({ ...ALL, protocol: 'tcp', fromPort: 0, toPort: 65_535 })],
    ['pass', 'port 443', out({ ...ALL, protocol: 'tcp', fromPort: 443, toPort: 443 })],
    ['pass', 'everything within the VPC', out({ ...ALL, cidrs: ['10.0.0.0/8'] })],
    ['pass', 'nothing', out()],
    ['unknown', 'hidden rules', { securityGroups: denied('ec2:DescribeSecurityGroups') }],
    ['not applicable', 'no VPC', {}, { vpc: absent() }],
  ])('says %s of egress to %s', (state, _what, vpc, values) => {
    expect(verdictOf(vpc, values).state).toBe(state)
  })

  it('is informational where there is no route out', () => {
    const vpc = { ...out(ALL), subnets: known(twoSubnets({ hasEgress: false })) }
    expect(verdictOf(vpc)).toMatchObject({ severity: 'info' })
  })
})
