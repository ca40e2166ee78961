import { describe, expect, it } from 'vitest'
import { openDemo } from '#server/testing/open-demo.ts'
import { apis } from './apis.ts'
import { cloudfrontWebAcls } from './cloudfront-web-acls.ts'
import { distributions } from './distributions.ts'
import { loadBalancers } from './load-balancers.ts'
import { readWebAcl } from './read-web-acl.ts'
import { webAcls } from './web-acls.ts'

const demo = openDemo({ functions: 240 })
const hostile = openDemo({ hostile: true })

describe('web ACLs', () => {
  it('are read with their rules and what they stand before', async () => {
    const found = await demo.run(webAcls, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 2 } })
    const blocking = found.items.find(({ name }) => name === 'shop-api')
    expect(blocking).toMatchObject({
      scope: 'REGIONAL',
      defaultAction: { value: 'ALLOW' },
      rules: {
        value: [
          { type: 'managed', action: 'NONE' },
          { type: 'rate-based', action: 'BLOCK', rateLimit: 2000 },
          { type: 'own', action: 'BLOCK' },
        ],
      },
      unknownFields: [],
    })
    expect(found.items.find(({ name }) => name === 'shop-count')?.rules).toMatchObject({
      value: [{ action: 'COUNT' }],
    })
  })

  it('and what they guard name each other', async () => {
    const { items: acls } = await demo.run(webAcls, undefined)
    const { items: balancers } = await demo.run(loadBalancers, undefined)
    const { items: found } = await demo.run(apis, undefined)
    const guarded = [
      ...balancers.map(({ arn, webAclArn }) => [
        arn,
        webAclArn.state === 'known' ? webAclArn.value : undefined,
      ]),
      ...found.flatMap(({ arn, stages }) =>
        stages.state === 'known'
          ? stages.value.map((stage) => [`${arn}/stages/${stage.name}`, stage.webAclArn])
          : [],
      ),
    ].filter(([, acl]) => acl !== undefined)
    const named = acls.flatMap(({ arn, resources }) =>
      resources.state === 'known' ? resources.value.map((resource) => [resource, arn]) : [],
    )
    expect(guarded.length).toBeGreaterThan(2)
    expect(guarded.map(String).sort()).toEqual(named.map(String).sort())
  })

  it('of CloudFront are read in us-east-1 and kept under the global region', async () => {
    const found = await demo.run(cloudfrontWebAcls, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], calls: 2 })
    const { items } = await demo.run(distributions, undefined)
    const named = items.flatMap(({ webAclArn }) => (webAclArn.state === 'known' ? webAclArn.value : []))
    expect(found.items).toMatchObject([
      { scope: 'CLOUDFRONT', region: 'global', arn: named[0], resources: { state: 'absent' } },
    ])
  })

  it.each([
    ['GetWebACL', 'rules'],
    ['GetWebACL', 'defaultAction'],
    ['ListResourcesForWebACL', 'resources'],
  ] as const)('are handed on where %s is denied, with %s denied', async (operation, field) => {
    demo.aws.setFaults([{ service: 'wafv2', operation, kind: 'denied' }])
    const found = await demo.run(webAcls, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: 2 } })
    for (const item of found.items)
      expect(item[field]).toEqual({ state: 'denied', permission: `wafv2:${operation}` })
  })

  it.each(['denied', 'error500', 'html', 'malformed', 'truncated', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'wafv2', operation: 'ListWebACLs', kind }])
      expect((await demo.run(webAcls, undefined)).complete).toBe(false)
    },
  )

  it('with rules of a new kind are read as they are', async () => {
    const found = await hostile.run(webAcls, undefined)
    expect(found).toMatchObject({ complete: true, problems: [] })
    for (const { rules, unknownFields } of found.items) {
      expect(rules.state === 'known' && rules.value.at(-1)).toEqual({
        name: '<img src=x onerror=alert(1)>',
        priority: 99,
        type: 'own',
        action: 'HYPNOTIZE',
      })
      expect(unknownFields).toEqual(['FutureMember'])
    }
  })

  it('try Firewall Manager’s rules around their own, each by priority', () => {
    const rule = (Name: string, Priority: number, more: object = {}) => ({
      Name,
      Priority,
      Statement: {},
      ...more,
    })
    const group = { RuleGroupReferenceStatement: {} }
    const { rules } = readWebAcl({
      Rules: [rule('b', 2), rule('a', 1, { Action: { Captcha: {} } })],
      PostProcessFirewallManagerRuleGroups: [{ Name: 'z', Priority: 0, FirewallManagerStatement: group }],
      PreProcessFirewallManagerRuleGroups: [rule('first', 9)],
    })
    expect(rules).toMatchObject({
      value: [
        { name: 'first' },
        { name: 'a', action: 'CAPTCHA' },
        { name: 'b', action: 'NONE' },
        { name: 'z', type: 'group' },
      ],
    })
  })
})
