import { describe, expect, it } from 'vitest'
import { contentHash } from '#server/domain/records/content-hash.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { buckets } from './buckets.ts'
import type { Collector } from './define-collector.ts'
import { eventRules } from './event-rules.ts'
import { schedules } from './schedules.ts'
import { stateMachines } from './state-machines.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'
import { userPools } from './user-pools.ts'

const demo = openDemo({ hostile: true, accounts: 2, functions: 200 })
const SOURCES: Collector<ResourceRecord>[] = [
  buckets,
  eventRules,
  schedules,
  stateMachines,
  topicSubscriptions,
  userPools,
]

/** What the demo's hostile estate adds: told by its name. */
async function legacy<Item extends ResourceRecord>(collector: Collector<Item>): Promise<Item[]> {
  const { items } = await demo.run(collector, undefined)
  return items.filter(({ name }) => name.startsWith('legacy'))
}

describe('hostile sources', () => {
  it.each(SOURCES.map((collector) => [collector.id, collector] as const))(
    'of %s are read to their end and can be stored',
    async (_, collector) => {
      const found = await demo.run(collector, undefined)
      expect(found).toMatchObject({ complete: true, problems: [] })
      for (const record of found.items) {
        expect(contentHash(record)).toMatch(/^[0-9a-f]{64}$/)
        expect(JSON.stringify(summaryOf(record))).toBeTypeOf('string')
      }
    },
  )

  it.each(SOURCES.map((collector) => [collector.id, collector] as const))(
    'are no %s in an account without functions',
    async (_, collector) => {
      const account = demo.aws.accounts.findIndex(({ name }) => name === 'empty')
      const found = await demo.run(collector, undefined, { account })
      expect(found).toMatchObject({ status: 'ok', complete: true, items: [] })
    },
  )

  it('keep their text as it came, and are unknown only where it means nothing', async () => {
    const [rule] = await legacy(eventRules)
    expect(rule).toMatchObject({
      state: { value: 'HIBERNATING' },
      pattern: { value: '<script>alert("source")</script>' },
      targets: { value: [{ deadLetterArn: '<script>alert("source")</script>' }] },
    })
    const [bucket] = await legacy(buckets)
    expect(bucket?.notifications).toMatchObject({
      value: [
        { id: '<script>alert("source")</script>', prefix: expect.stringContaining('\u202E'), suffix: '+1' },
      ],
    })
    const [subscription] = await legacy(topicSubscriptions)
    expect(subscription).toMatchObject({
      deadLetterArn: { state: 'failed' },
      pendingConfirmation: { state: 'failed' },
      unknownFields: ['Novelty'],
    })
    const [schedule] = await legacy(schedules)
    expect(schedule?.roleArn).toEqual({ state: 'known', value: '<script>alert("source")</script>' })
    const machines = new Map((await legacy(stateMachines)).map(({ name, calls }) => [name, calls]))
    expect(machines.get('legacy-0')?.state).toBe('failed')
    expect(machines.get('legacy-1')?.state).toBe('failed')
    expect(machines.has('legacy-2')).toBe(false)
    expect(machines.get('legacy-3')).toMatchObject({ value: [{ state: '<script>alert("source")</script>' }] })
  })
})
