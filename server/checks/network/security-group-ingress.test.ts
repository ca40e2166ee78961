import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { SecurityGroupRule, VpcRecord } from '#server/domain/records/vpc-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { functionInVpc } from '#server/testing/function-in-vpc.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { makeLoadBalancer } from '#server/testing/source-records.ts'
import { securityGroupIngress } from './security-group-ingress.ts'

const HTTPS: SecurityGroupRule = {
  protocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrs: ['10.0.0.0/8'],
  groups: [],
}
const into = (rules: SecurityGroupRule[], name = 'orders'): Partial<VpcRecord> => ({
  securityGroups: known([{ id: 'sg-1', name, ingress: rules, egress: [] }]),
})
const OTHER = makeLoadBalancer({ securityGroupIds: known(['sg-9']) })
const verdictOf = (vpc: Partial<VpcRecord>, records: ResourceRecord[] = [OTHER]) => {
  const fn = functionInVpc()
  return securityGroupIngress.evaluate(fn, estateOf([fn, makeVpc(vpc), ...records]))
}

describe('security-group-ingress', () => {
  it.each<[string, string, Partial<VpcRecord>, ResourceRecord[]?]>([
    ['fail', 'addresses of the VPC', into([HTTPS])],
    ['pass', 'nothing', into([])],
    ['pass', 'its own members', into([{ ...HTTPS, cidrs: [], groups: ['sg-1'] }])],
    ['not applicable', 'addresses, in the group of a load balancer', into([HTTPS]), [makeLoadBalancer()]],
    ['not applicable', 'addresses, in the default group', into([HTTPS], 'default')],
    ['unknown', 'what is hidden', { securityGroups: denied('ec2:DescribeSecurityGroups') }],
  ])('says %s of a group that lets in %s', (state, _what, vpc, records) => {
    expect(verdictOf(vpc, records).state).toBe(state)
  })

  it('is worse where it lets in everyone', () => {
    expect(verdictOf(into([HTTPS]))).toMatchObject({ severity: 'info' })
    expect(verdictOf(into([{ ...HTTPS, cidrs: ['0.0.0.0/0'] }]))).toMatchObject({ severity: 'low' })
  })

  it('says unknown where a load balancer may use the group', () => {
    const fn = functionInVpc()
    const around = estateOf([fn, makeVpc(into([HTTPS]))], { without: ['load-balancer'] })
    expect(securityGroupIngress.evaluate(fn, around).state).toBe('unknown')
  })

  it('is not applicable without a VPC', () => {
    expect(securityGroupIngress.evaluate(functionInVpc({ vpc: absent() }), estateOf([])).state).toBe(
      'not applicable',
    )
  })
})
