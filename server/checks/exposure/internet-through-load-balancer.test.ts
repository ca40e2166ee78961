import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { ADMIN, judge, policyOf } from '#server/testing/judge.ts'
import { makeVpc } from '#server/testing/records/posture-records.ts'
import { makeLoadBalancer, TARGET_GROUP } from '#server/testing/source-records.ts'
import { service, when } from '#server/testing/statements.ts'
import { internetThroughLoadBalancer } from './internet-through-load-balancer.ts'

const VALUES = {
  policy: policyOf(service('elasticloadbalancing', when('ArnLike', 'aws:SourceArn', TARGET_GROUP))),
}
const rule = (authenticates: boolean) => ({
  priority: '1',
  conditions: [],
  targetGroupArns: [TARGET_GROUP],
  authenticates,
})
const withLogin = makeLoadBalancer({
  listeners: known([{ arn: 'l', port: 443, protocol: 'HTTPS', rules: [rule(true)] }]),
})
const vpcOf = (cidr: string) =>
  makeVpc({
    securityGroups: known([
      {
        id: 'sg-1',
        name: 'lb',
        egress: [],
        ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [cidr], groups: [] }],
      },
    ]),
  })

describe('internet-through-load-balancer', () => {
  it.each<[string, string, Parameters<typeof judge>[2]]>([
    ['fail', 'one that asks nobody', [makeLoadBalancer()]],
    ['fail', 'one whose security group admits the internet', [makeLoadBalancer(), vpcOf('0.0.0.0/0')]],
    ['pass', 'one whose security group admits an office', [makeLoadBalancer(), vpcOf('203.0.113.0/24')]],
    ['pass', 'one that signs people in', [withLogin]],
    ['pass', 'an internal one', [makeLoadBalancer({ scheme: known('internal') })]],
    ['not applicable', 'none', []],
  ])('says %s of a function behind %s', (state, _what, others) => {
    expect(judge(internetThroughLoadBalancer, VALUES, others).state).toBe(state)
  })

  it('says pass of one that is tagged public, and not of one that is tagged otherwise', () => {
    const tagged = (value: string) =>
      judge(internetThroughLoadBalancer, { ...VALUES, tags: known({ Public: value }) }, [makeLoadBalancer()])
    expect(tagged('true').state).toBe('pass')
    expect(tagged('no').state).toBe('fail')
  })

  it('is high where its role or its owners make it matter', () => {
    const role = roleForTest(ADMIN, { name: 'orders-api-role' })
    expect(judge(internetThroughLoadBalancer, VALUES, [makeLoadBalancer()])).toMatchObject({
      severity: 'medium',
    })
    expect(judge(internetThroughLoadBalancer, VALUES, [makeLoadBalancer(), role])).toMatchObject({
      severity: 'high',
    })
    const critical = { ...VALUES, tags: known({ criticality: 'high' }) }
    expect(judge(internetThroughLoadBalancer, critical, [makeLoadBalancer()])).toMatchObject({
      severity: 'high',
    })
  })

  it('says unknown where load balancers were not collected', () => {
    expect(judge(internetThroughLoadBalancer, {}, [], { without: ['load-balancer'] }).state).toBe('unknown')
  })
})
