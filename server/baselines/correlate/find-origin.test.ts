import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { anomaly, change, NO_FACTS, ONSET_MS } from './anomaly-for-test.ts'
import { findOrigin } from './find-origin.ts'
import type { Facts } from './incident.ts'

const one = [anomaly()]
const three = ['orders-api', 'refunds', 'mailer'].map((functionName) => anomaly({ functionName }))
const queue = (functionName: string) => ({
  functionName,
  kind: 'queue',
  source: 'arn:aws:sqs:eu-west-1:111122223333:orders',
  sourceName: 'orders',
})
const ROLE = 'arn:aws:iam::111122223333:role/app'

describe('findOrigin', () => {
  it.each<[string, typeof one, Partial<Facts>, string, string]>([
    [
      'a deployment just before',
      one,
      { changes: [change()] },
      'deployment',
      'UpdateFunctionCode on orders-api by ci-deploy, 4 min before',
    ],
    [
      'a deployment in the same step',
      one,
      { changes: [change({ atMs: ONSET_MS + 2 * MINUTE_MS })] },
      'deployment',
      'UpdateFunctionCode on orders-api by ci-deploy, at the time it began',
    ],
    [
      'a deployment of most of them',
      three,
      { changes: [change(), change({ eventId: 'event-2', functionName: 'refunds' })] },
      'deployment',
      'UpdateFunctionCode on 2 functions by ci-deploy, 4 min before',
    ],
    [
      'a deployment of what they call',
      three,
      {
        changes: [change({ functionName: 'prices' })],
        calls: [
          { from: 'orders-api', to: 'prices' },
          { from: 'refunds', to: 'prices' },
        ],
      },
      'deployment',
      'UpdateFunctionCode on prices by ci-deploy, 4 min before',
    ],
    [
      'a change of their role',
      three,
      {
        changes: [change({ name: 'DetachRolePolicy', functionName: null, resources: ['app'] })],
        roles: { 'orders-api': ROLE, refunds: ROLE, mailer: ROLE },
      },
      'deployment',
      'DetachRolePolicy on app by ci-deploy, 4 min before',
    ],
    [
      'a queue that they share',
      three,
      { triggers: [queue('orders-api'), queue('mailer')] },
      'trigger',
      'They share queue orders',
    ],
    [
      'a function that they call',
      three,
      {
        calls: [
          { from: 'orders-api', to: 'mailer' },
          { from: 'refunds', to: 'mailer' },
        ],
      },
      'callee',
      'orders-api and refunds call mailer',
    ],
    [
      'a role that all of them have',
      three,
      { roles: { 'orders-api': ROLE, refunds: ROLE, mailer: ROLE } },
      'role',
      'All run as app',
    ],
    [
      'the account’s limit',
      [anomaly({ metric: 'Throttles' }), anomaly({ functionName: 'resize', metric: 'ConcurrentExecutions' })],
      { concurrency: { peak: 1000, limit: 1000 } },
      'account-limit',
      'The account’s limit of 1,000 concurrent executions was reached; resize uses far more of it than usual',
    ],
  ])('names %s', (_what, anomalies, facts, kind, text) => {
    expect(findOrigin(anomalies, { ...NO_FACTS, ...facts })).toMatchObject({ kind, text })
  })

  it.each<[string, typeof one, Partial<Facts>]>([
    ['nothing at all', three, {}],
    ['a deployment of one of three', three, { changes: [change()] }],
    ['a deployment hours ago', one, { changes: [change({ atMs: ONSET_MS - 3 * HOUR_MS })] }],
    ['a deployment afterwards', one, { changes: [change({ atMs: ONSET_MS + 20 * MINUTE_MS })] }],
    ['a deployment of another function', one, { changes: [change({ functionName: 'mailer' })] }],
    ['a tag', one, { changes: [change({ name: 'TagResource' })] }],
    ['a queue of one of them', three, { triggers: [queue('orders-api')] }],
    ['a role of two of them', three.slice(0, 2), { roles: { 'orders-api': ROLE, refunds: ROLE } }],
    ['a limit that nobody met', one, { concurrency: { peak: 1000, limit: 1000 } }],
    ['a limit far away', [anomaly({ metric: 'Throttles' })], { concurrency: { peak: 100, limit: 1000 } }],
  ])('does not blame %s', (_what, anomalies, facts) => {
    expect(findOrigin(anomalies, { ...NO_FACTS, ...facts })).toMatchObject({
      kind: 'none',
      text: 'No common cause found',
    })
  })

  it('gives the events of a deployment and what they explain', () => {
    const changes = [change(), change({ eventId: 'event-2', functionName: 'refunds' })]
    expect(findOrigin(three, { ...NO_FACTS, changes })).toMatchObject({
      eventIds: ['event-1', 'event-2'],
      covers: ['orders-api', 'refunds'],
      subject: 'orders-api',
    })
  })
})
