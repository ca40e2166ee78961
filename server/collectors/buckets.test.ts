import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { buckets } from './buckets.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo({ functions: 300 })

describe('S3 buckets', () => {
  it('that notify functions are handed on, each asked in its own region', async () => {
    const found = await demo.run(buckets, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    const regions = found.items.map(
      ({ bucketRegion }) => bucketRegion.state === 'known' && bucketRegion.value,
    )
    expect(new Set(regions)).toEqual(new Set(['eu-west-1', 'us-east-1']))
    for (const { notifications, region, arn, name } of found.items) {
      expect([region, arn]).toEqual(['global', `arn:aws:s3:::${name}`])
      expect(notifications).toMatchObject({ state: 'known' })
    }
    const all = found.items.flatMap((one) =>
      one.notifications.state === 'known' ? one.notifications.value : [],
    )
    expect(
      all.every(({ functionArn, events }) => functionArn.includes(':lambda:') && events.length > 0),
    ).toBe(true)
    expect(all.some(({ prefix, suffix }) => prefix !== undefined && suffix?.startsWith('.'))).toBe(true)
    const bridged = found.items.map(({ eventBridge }) => eventBridge.state === 'known' && eventBridge.value)
    expect(new Set(bridged)).toEqual(new Set([true, false]))
    expect(found.items.map(({ name }) => name)).not.toContain('production-assets')
  })

  it('whose notifications may not be read stay, as unknown', async () => {
    demo.aws.setFaults([{ service: 's3', operation: 'GetBucketNotificationConfiguration', kind: 'denied' }])
    const found = await demo.run(buckets, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true })
    expect(found.items.map(({ name }) => name)).toContain('production-assets')
    const denied = { state: 'denied', permission: 's3:GetBucketNotification' }
    for (const { notifications, eventBridge } of found.items)
      expect([notifications, eventBridge]).toEqual([denied, denied])
  })

  it.each(['denied', 'html', 'malformed', 'truncated', 'error500'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 's3', operation: 'ListBuckets', kind }])
      expect(await demo.run(buckets, undefined)).toMatchObject({ complete: false, items: [] })
    },
  )
})

describe('an odd answer', () => {
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
  const answer = (list: string, notification = '') => {
    aws.answer = ({ path }) => ({
      headers: { 'content-type': 'application/xml' },
      body: path === '/' ? list : notification,
    })
    return runForTest(buckets, undefined, { clients, accountId: '111122223333' })
  }
  const listed = (region: string) =>
    `<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><BucketRegion>${region}</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`

  it('with another answer is not taken for an account without buckets', async () => {
    expect(await answer('<Other/>')).toMatchObject({ complete: false, items: [] })
  })

  it('without a bucket is an account that has none', async () => {
    const none = '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>'
    expect(await answer(none)).toMatchObject({ status: 'ok', complete: true, items: [] })
  })

  it('with a region that is none is not followed there', async () => {
    const { items } = await answer(listed('x.evil.example/'), '<NotificationConfiguration/>')
    expect(items).toMatchObject([{ notifications: { state: 'failed' } }])
    expect(aws.requests.at(-1)?.path).toBe('/')
  })

  it.each(['<NotificationConfiguration/>', '<GetBucketNotificationResponse xmlns=""/>'])(
    'of %j about a bucket is one that notifies nobody',
    async (body) => {
      expect(await answer(listed('eu-west-1'), body)).toMatchObject({ status: 'ok', items: [], problems: [] })
    },
  )

  it('with another answer about a bucket leaves what it notifies unknown', async () => {
    const { items } = await answer(listed('eu-west-1'), '<Surprise/>')
    expect(items).toMatchObject([{ notifications: { state: 'failed' }, eventBridge: { state: 'failed' } }])
  })

  it('with hostile names keeps them as they are', async () => {
    const hostile = `<NotificationConfiguration><CloudFunctionConfiguration><Id>&lt;b&gt;=1+1</Id><CloudFunction>arn:aws:lambda:x:1:function:f</CloudFunction><Event>s3:New:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>&#x202E;/</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration></NotificationConfiguration>`
    const { items } = await answer(listed('eu-west-1'), hostile)
    expect(items[0]?.notifications).toEqual({
      state: 'known',
      value: [
        {
          id: '<b>=1+1',
          functionArn: 'arn:aws:lambda:x:1:function:f',
          events: ['s3:New:*'],
          prefix: '\u202E/',
        },
      ],
    })
  })
})
