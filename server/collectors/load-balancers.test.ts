import { describe, expect, it } from 'vitest'
import { contentHash } from '#server/domain/records/content-hash.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { loadBalancers } from './load-balancers.ts'

const demo = openDemo()
const hostile = openDemo({ hostile: true })

describe('load balancers', () => {
  it('that lead to functions are read with what guards them', async () => {
    const found = await demo.run(loadBalancers, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 2 } })
    const open = found.items.find(({ name }) => name === 'shop-public')
    const inside = found.items.find(({ name }) => name === 'shop-internal')
    expect(open).toMatchObject({
      scheme: { value: 'internet-facing' },
      type: { value: 'application' },
      state: { value: 'active' },
      webAclArn: { state: 'known' },
      tags: { value: { owner: 'ops' } },
      unknownFields: [],
    })
    expect(open?.listeners).toMatchObject({
      value: [
        {
          port: 443,
          protocol: 'HTTPS',
          rules: [
            { priority: '1', conditions: ['path /legacy/*'], authenticates: false },
            {
              priority: '2',
              conditions: ['host admin.shop.example', 'header X-Origin-Verify'],
              authenticates: true,
            },
          ],
        },
      ],
    })
    expect(open?.targets).toMatchObject({ value: [{ health: 'unavailable' }] })
    expect(inside).toMatchObject({ scheme: { value: 'internal' }, webAclArn: { state: 'absent' } })
    expect(inside?.listeners).toMatchObject({ value: [{ port: 80, rules: [{ priority: 'default' }] }] })
    expect(JSON.stringify(found.items)).not.toContain('a-shared-secret')
  })

  it('are asked for with one call where no target group holds a function', async () => {
    const found = await demo.run(loadBalancers, undefined, { region: 'us-east-1' })
    expect(found).toMatchObject({ status: 'ok', complete: true, items: [], calls: 1 })
  })

  it.each([
    ['elasticloadbalancing', 'DescribeListeners', 'listeners'],
    ['elasticloadbalancing', 'DescribeRules', 'listeners'],
    ['elasticloadbalancing', 'DescribeTargetHealth', 'targets'],
    ['elasticloadbalancing', 'DescribeTags', 'tags'],
    ['wafv2', 'GetWebACLForResource', 'webAclArn'],
  ] as const)('are handed on where %s %s is denied, with %s denied', async (service, operation, field) => {
    demo.aws.setFaults([{ service, operation, kind: 'denied' }])
    const found = await demo.run(loadBalancers, undefined)
    const permission = `${service}:${operation}`
    expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: 2 } })
    expect(found.problems).toMatchObject([{ operation, permission, state: 'denied' }])
    for (const item of found.items) expect(item[field]).toEqual({ state: 'denied', permission })
  })

  it.each(['DescribeTargetGroups', 'DescribeLoadBalancers'])(
    'are not complete where %s is denied',
    async (operation) => {
      demo.aws.setFaults([{ service: 'elasticloadbalancing', operation, kind: 'denied' }])
      const found = await demo.run(loadBalancers, undefined)
      expect(found).toMatchObject({ status: 'denied', complete: false, items: [] })
    },
  )

  it.each(['DescribeTargetGroups', 'DescribeLoadBalancers'])(
    'are not complete, and not none, where %s is malformed',
    async (operation) => {
      demo.aws.setFaults([{ service: 'elasticloadbalancing', operation, kind: 'malformed' }])
      expect((await demo.run(loadBalancers, undefined)).complete).toBe(false)
    },
  )

  it.each([
    ['DescribeListeners', 'listeners'],
    ['DescribeRules', 'listeners'],
    ['DescribeTargetHealth', 'targets'],
    ['DescribeTags', 'tags'],
  ] as const)(
    'have failed %s fields, not empty ones, where the answer is malformed',
    async (operation, field) => {
      demo.aws.setFaults([{ service: 'elasticloadbalancing', operation, kind: 'malformed' }])
      const found = await demo.run(loadBalancers, undefined)
      expect(found.items).toHaveLength(2)
      for (const item of found.items) expect(item[field].state).toBe('failed')
    },
  )

  it('with hostile tags and new members are read', async () => {
    const found = await hostile.run(loadBalancers, undefined)
    expect(found).toMatchObject({ complete: true, problems: [] })
    for (const item of found.items) {
      expect(item.unknownFields).toEqual(['FutureMember'])
      expect(item.tags).toMatchObject({ value: { '<svg onload=alert(1)>': '=1+1' } })
      expect(contentHash(item)).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
