import { describe, expect, it } from 'vitest'
import { anomaly, change, NO_FACTS } from './anomaly-for-test.ts'
import { describeIncident } from './describe-incident.ts'
import { impactOf } from './impact-of.ts'

describe('impactOf', () => {
  it.each([
    ['errors of a tenth of invocations', {}, 1000, 'medium'],
    ['errors of half of them', {}, 200, 'high'],
    ['errors of one in a hundred', {}, 10_000, null],
    ['a few errors', { excess: 6 }, 6, null],
    ['errors, invocations unknown', {}, null, null],
    ['throttled requests', { metric: 'Throttles' }, 2000, 'medium'],
    ['throttled requests, a third', { metric: 'Throttles' }, 200, 'high'],
    ['lost events', { metric: 'AsyncEventsDropped', excess: 3 }, 100, 'medium'],
    ['a backlog', { metric: 'IteratorAge', value: 600_000, expected: 2000 }, 100, 'medium'],
    ['a backlog of seconds', { metric: 'IteratorAge', value: 9000, expected: 2000 }, 100, null],
    [
      'a backlog in one step',
      { metric: 'IteratorAge', value: 600_000, expected: 2000, periods: 1 },
      100,
      null,
    ],
    ['a slow quarter of an hour', { metric: 'Duration', value: 900, expected: 300, periods: 3 }, 500, 'low'],
    ['a slow step', { metric: 'Duration', value: 900, expected: 300, periods: 1 }, 500, null],
    ['a rush', { metric: 'Invocations', value: 9000, expected: 300, excess: 17_000 }, 18_000, null],
    ['high concurrency', { metric: 'ConcurrentExecutions', value: 900, expected: 90 }, 1000, null],
    ['anything of the account as a whole', { functionName: null }, 100, null],
  ])('says of %s what it does', (_what, changes, invocations, severity) => {
    expect(impactOf(anomaly(changes), invocations)?.severity ?? null).toBe(severity)
  })
})

describe('describeIncident', () => {
  const words = (list: ReturnType<typeof anomaly>[], facts = NO_FACTS, invocations = 1000) =>
    describeIncident(list, facts, () => invocations)

  it('puts what is impaired before what is only unusual', () => {
    const list = [
      anomaly({ functionName: 'mailer', metric: 'ConcurrentExecutions', excess: 9000 }),
      anomaly(),
    ]
    expect(words(list)).toMatchObject({
      severity: 'medium',
      title: 'Unusual errors on orders-api',
      summary: '100 more errors than usual (10 % of invocations) on orders-api.',
      impaired: ['orders-api'],
      functions: ['mailer', 'orders-api'],
    })
  })

  it('names the deployment', () => {
    expect(words([anomaly()], { ...NO_FACTS, changes: [change()] }).summary).toBe(
      '100 more errors than usual (10 % of invocations) on orders-api. UpdateFunctionCode on orders-api by ci-deploy, 4 min before.',
    )
  })

  it('is worse where many functions are hit', () => {
    const many = Array.from({ length: 40 }, (_, i) => anomaly({ functionName: `function-${i}` }))
    expect(words(many)).toMatchObject({
      severity: 'high',
      title: 'Unusual errors on function-0, function-1 and 38 more',
    })
  })

  it('is no more than a note where nothing is impaired', () => {
    expect(words([anomaly({ excess: 4 })])).toMatchObject({
      severity: 'info',
      impact: null,
      impaired: [],
      summary: '50 times the usual.',
    })
  })
})
