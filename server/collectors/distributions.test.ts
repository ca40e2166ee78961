import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { valueOr } from '#server/domain/field.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { distributions } from './distributions.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo()
const hostile = openDemo({ hostile: true })

describe('distributions', () => {
  it('are read from the list alone, with origins, functions and firewall', async () => {
    const found = await demo.run(distributions, undefined)
    expect(found).toMatchObject({
      status: 'ok',
      complete: true,
      problems: [],
      calls: 1,
      items: { length: 3 },
    })
    const withComment = (text: string) => found.items.find(({ comment }) => valueOr(comment, '') === text)
    const api = withComment('Before checkout-api')
    const pages = withComment('<b>Storefront</b> pages')
    expect(api).toMatchObject({
      region: 'global',
      webAclArn: { value: expect.stringContaining(':global/webacl/') },
      origins: { value: [{ path: '/prod', customHeaderNames: ['X-Origin-Verify'] }] },
      behaviours: { value: [{ pathPattern: '*', restrictsViewers: false, functions: [] }] },
    })
    expect(pages?.aliases).toEqual({ state: 'known', value: ['shop.example', 'www.shop.example'] })
    expect(pages?.behaviours).toMatchObject({
      value: [
        { pathPattern: '*', functions: [{ eventType: 'viewer-request', includesBody: false }] },
        { pathPattern: '/account/*', functions: [{ eventType: 'origin-request', includesBody: true }] },
      ],
    })
    const origins = found.items.flatMap((item) => valueOr(item.origins, []) ?? [])
    expect(origins.some(({ domainName }) => domainName.includes('.lambda-url.'))).toBe(true)
    expect(JSON.stringify(found.items)).not.toContain('a-shared-secret')
    expect(found.items.every(({ unknownFields }) => unknownFields.length === 0)).toBe(true)
  })

  it('with members that are new are read, and the members named', async () => {
    const found = await hostile.run(distributions, undefined)
    expect(found.items.every(({ unknownFields }) => unknownFields.includes('FutureMember'))).toBe(true)
  })

  it.each(['denied', 'error500', 'html', 'malformed', 'truncated', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'cloudfront', operation: 'ListDistributions', kind }])
      expect((await demo.run(distributions, undefined)).complete).toBe(false)
    },
  )
})

describe('a list that says less', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })

  const summary =
    '<DistributionSummary><Id>E1</Id><ARN>arn:aws:cloudfront::1:distribution/E1</ARN><DomainName>d1.cloudfront.net</DomainName><Enabled>true</Enabled></DistributionSummary>'
  const listOf = (item: string) =>
    `<DistributionList><IsTruncated>false</IsTruncated><Quantity>1</Quantity><Items>${item}</Items></DistributionList>`
  const whole = `<Distribution><Id>E1</Id><DistributionConfig>
    <Origins><Quantity>2</Quantity><Items>
      <Origin><Id>a</Id><DomainName>a.example</DomainName></Origin>
      <Origin><Id>b</Id><DomainName>b.example</DomainName></Origin>
    </Items></Origins>
    <OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>both</Id><Members><Quantity>2</Quantity><Items>
      <OriginGroupMember><OriginId>a</OriginId></OriginGroupMember><OriginGroupMember><OriginId>b</OriginId></OriginGroupMember>
    </Items></Members></OriginGroup></Items></OriginGroups>
    <DefaultCacheBehavior><TargetOriginId>both</TargetOriginId></DefaultCacheBehavior>
  </DistributionConfig></Distribution>`
  const run = (answer: string | { status: number; body: string }) => {
    aws.answer = ({ path }) => {
      const headers = { 'content-type': 'text/xml' }
      if (path.endsWith('/distribution')) return { headers, body: listOf(summary) }
      return typeof answer === 'string' ? { headers, body: answer } : { headers, ...answer }
    }
    return runForTest(distributions, undefined, { clients, accountId: '111122223333' })
  }

  it('is filled in by a call of its own, groups of origins by their members', async () => {
    const { items, calls } = await run(whole)
    expect(calls).toBe(2)
    expect(items[0]?.behaviours).toMatchObject({ value: [{ originId: 'a' }, { originId: 'b' }] })
    expect(items[0]?.enabled).toEqual({ state: 'known', value: true })
  })

  it('stays denied where that call is', async () => {
    const error =
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>'
    const { items, complete } = await run({ status: 403, body: error })
    const denied = { state: 'denied', permission: 'cloudfront:GetDistribution' }
    expect(items).toMatchObject([{ origins: denied, behaviours: denied, enabled: { value: true } }])
    expect(complete).toBe(true)
  })

  it('leaves out a distribution that is gone', async () => {
    const error =
      '<ErrorResponse><Error><Code>NoSuchDistribution</Code><Message>no</Message></Error></ErrorResponse>'
    expect(await run({ status: 404, body: error })).toMatchObject({ items: [], complete: true, problems: [] })
  })

  it.each(['', '<html><body>Sign in</body></html>'])(
    'that is %j is not a list without distributions',
    async (body) => {
      aws.answer = () => ({ headers: { 'content-type': 'text/xml' }, body })
      const found = await runForTest(distributions, undefined, { clients, accountId: '111122223333' })
      expect(found.complete).toBe(false)
    },
  )
})
