import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { runForTest } from './run-for-test.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'

const demo = openDemo()

describe('SNS subscriptions of functions', () => {
  it('have their filter and where messages go that were not taken', async () => {
    const found = await demo.run(topicSubscriptions, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(found.items.length).toBeGreaterThan(3)
    for (const { functionArn, topicArn, arn, name, unknownFields } of found.items) {
      expect(functionArn).toContain(':lambda:')
      expect(arn.startsWith(`${topicArn}:`)).toBe(true)
      expect(topicArn.endsWith(name)).toBe(true)
      expect(unknownFields).toEqual([])
    }
    const states = (field: 'filterPolicy' | 'deadLetterArn') =>
      new Set(found.items.map((item) => item[field].state))
    expect(states('deadLetterArn')).toEqual(new Set(['known', 'absent']))
    expect(found.items.every((item) => item.pendingConfirmation.state === 'known')).toBe(true)
  })

  it('are kept where their attributes may not be read', async () => {
    const all = await demo.run(topicSubscriptions, undefined)
    demo.aws.setFaults([{ service: 'sns', operation: 'GetSubscriptionAttributes', kind: 'denied', times: 2 }])
    const found = await demo.run(topicSubscriptions, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: all.items.length } })
    expect(found.items.filter(({ filterPolicy }) => filterPolicy.state === 'denied')).toHaveLength(2)
  })

  it.each(['denied', 'html', 'malformed', 'truncated'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'sns', operation: 'ListSubscriptions', kind }])
      expect(await demo.run(topicSubscriptions, undefined)).toMatchObject({ complete: false, items: [] })
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
  const answer = (subscriptions: string, attributes = '') => {
    aws.answer = ({ operation }) => ({
      headers: { 'content-type': 'text/xml' },
      body:
        operation === 'ListSubscriptions'
          ? `<ListSubscriptionsResponse><ListSubscriptionsResult><Subscriptions>${subscriptions}</Subscriptions></ListSubscriptionsResult></ListSubscriptionsResponse>`
          : `<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes>${attributes}</Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>`,
    })
    return runForTest(topicSubscriptions, undefined, { clients, accountId: '111122223333' })
  }
  const listed = (arn: string) =>
    `<member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>lambda</Protocol><TopicArn>arn:aws:sns:eu-west-1:1:t</TopicArn><Endpoint>arn:aws:lambda:eu-west-1:1:function:f</Endpoint></member>`

  it('with a subscription that nobody has confirmed says so and asks no more of it', async () => {
    const { items, complete } = await answer(listed('PendingConfirmation'))
    expect(complete).toBe(true)
    expect(items).toMatchObject([
      {
        arn: 'arn:aws:sns:eu-west-1:1:t:PendingConfirmation:arn:aws:lambda:eu-west-1:1:function:f',
        pendingConfirmation: { state: 'known', value: true },
        filterPolicy: { state: 'failed' },
      },
    ])
  })

  it('with a redrive policy that is none is failed in that field alone', async () => {
    const entry = (key: string, value: string) => `<entry><key>${key}</key><value>${value}</value></entry>`
    const attributes =
      entry('RedrivePolicy', '&lt;b&gt;') + entry('PendingConfirmation', 'maybe') + entry('Novelty', '1')
    const { items } = await answer(listed('arn:aws:sns:eu-west-1:1:t:u'), attributes)
    expect(items).toMatchObject([
      {
        deadLetterArn: { state: 'failed' },
        pendingConfirmation: { state: 'failed' },
        filterPolicy: { state: 'absent' },
        unknownFields: ['Novelty'],
      },
    ])
  })

  it('without names does not lose the subscriptions that have theirs', async () => {
    const found = await answer(
      `<member><Protocol>lambda</Protocol></member>${listed('arn:aws:sns:eu-west-1:1:t:u')}`,
    )
    expect(found).toMatchObject({ complete: false, items: { length: 1 } })
    expect(found.problems.map(({ state }) => state)).toContain('malformed')
  })
})
