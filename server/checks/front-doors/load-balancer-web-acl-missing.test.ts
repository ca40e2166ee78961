import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeLoadBalancer } from '#server/testing/source-records.ts'
import { loadBalancerWebAclMissing } from './load-balancer-web-acl-missing.ts'

const acl = (values: Partial<WebAclRecord> = {}): WebAclRecord => ({
  kind: 'web-acl',
  arn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1',
  name: 'shop',
  accountId: '111122223333',
  region: 'eu-west-1',
  scope: 'REGIONAL',
  defaultAction: known('ALLOW'),
  rules: known([]),
  resources: known([makeLoadBalancer().arn]),
  unknownFields: [],
  ...values,
})

describe('load-balancer-web-acl-missing', () => {
  it.each<[string, string, Partial<LoadBalancerRecord>, WebAclRecord[]]>([
    ['fail', 'one that faces the internet without', {}, []],
    ['pass', 'one that names a web ACL', { webAclArn: known('acl') }, []],
    [
      'pass',
      'one that a web ACL names, though its own word was denied',
      { webAclArn: denied('wafv2:GetWebACLForResource') },
      [acl()],
    ],
    ['not applicable', 'an internal one', { scheme: known('internal') }, []],
    ['not applicable', 'one without functions', { targets: known([]) }, []],
    ['unknown', 'one whose web ACL was denied', { webAclArn: denied('wafv2:GetWebACLForResource') }, []],
    [
      'unknown',
      'one whose scheme was denied',
      { scheme: denied('elasticloadbalancing:DescribeLoadBalancers') },
      [],
    ],
  ])('says %s of %s', (state, _what, values, acls) => {
    expect(judgeRecord(loadBalancerWebAclMissing, makeLoadBalancer(values), acls).state).toBe(state)
  })
})
