import { describe, expect, it } from 'vitest'
import { countOf, isOpen, valuesOf } from '#server/testing/field-values.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { apis } from './apis.ts'
import { buckets } from './buckets.ts'
import { eventBuses } from './event-buses.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { eventSources } from './event-sources.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'
import { topics } from './topics.ts'

const demo = openDemo({ functions: 400, accounts: 2 })
const ok = { status: 'ok', complete: true, problems: [] }

describe('who may send', () => {
  it('to topics is read, and those that are gone are left out', async () => {
    const { items: subscriptions } = await demo.run(topicSubscriptions, undefined)
    const arns = subscriptions.map(({ topicArn }) => topicArn)
    const foreign = 'arn:aws:sns:eu-west-1:444455556666:shared'
    const found = await demo.run(topics, [...arns, foreign, 'arn:aws:sns:eu-west-1:111122223333:gone'])
    expect(found).toMatchObject({ status: 'partial', complete: true })
    expect(found.items.find(({ arn }) => arn === foreign)?.policy).toMatchObject({ state: 'denied' })
    const own = found.items.filter(({ arn }) => arn !== foreign)
    expect(own.map(({ arn }) => arn).sort()).toEqual([...new Set(arns)].sort())
    expect(own.filter(({ policy }) => isOpen(policy)).length).toBeLessThanOrEqual(1)
    expect(countOf(own.map(({ kmsKeyId }) => kmsKeyId.state))).toMatchObject({ known: expect.any(Number) })
    for (const { unknownFields } of own) expect(unknownFields).toEqual([])
  })

  it('to queues is read with their keys', async () => {
    const { items: mappings } = await demo.run(eventSourceMappings, undefined)
    const read = valuesOf(mappings.map((one) => ('eventSourceArn' in one ? one.eventSourceArn : undefined)))
    const { items } = await demo.run(eventSources, read)
    const queues = items.filter(({ sourceType }) => sourceType === 'sqs')
    expect(queues.filter(({ policy }) => isOpen(policy))).toHaveLength(1)
    expect(valuesOf(queues.map(({ kmsKeyId }) => kmsKeyId))[0]).toMatch(/^arn:aws:kms:/)
    expect(countOf(queues.map(({ policy }) => policy?.state))).toMatchObject({ absent: expect.any(Number) })
  })

  it('to event buses is in their list', async () => {
    const found = await demo.run(eventBuses, undefined)
    expect(found).toMatchObject({ ...ok, calls: 1 })
    expect(found.items.find(({ name }) => name === 'default')?.policy).toEqual({ state: 'absent' })
    expect(found.items.some(({ policy }) => policy.state === 'known')).toBe(true)
  })

  it('files to buckets is read, and what keeps them from being public', async () => {
    const found = await demo.run(buckets, undefined)
    expect(found).toMatchObject(ok)
    const blocked = countOf(valuesOf(found.items.map(({ blocksPublicPolicy }) => blocksPublicPolicy)))
    expect(blocked.true).toBeGreaterThan(blocked.false ?? 0)
    expect(found.items.some(({ policy }) => policy?.state === 'known')).toBe(true)
    expect(found.items.some(({ policy }) => policy?.state === 'absent')).toBe(true)
    const staging = await demo.run(buckets, undefined, { account: 1 })
    for (const { blocksPublicPolicy } of staging.items)
      expect(blocksPublicPolicy).toEqual({ state: 'known', value: true })
  })
})

it('stages say whether they log whole requests and keep answers in clear', async () => {
  const { items } = await demo.run(apis, undefined)
  const stages = valuesOf(items.map((api) => (api.kind === 'api' ? api.stages : undefined))).flat()
  expect(stages.some(({ dataTrace }) => dataTrace)).toBe(true)
  expect(stages.some(({ cacheEnabled, cacheEncrypted }) => cacheEnabled && !cacheEncrypted)).toBe(true)
  expect(stages.some(({ dataTrace, cacheEnabled }) => dataTrace === false && cacheEnabled === false)).toBe(
    true,
  )
})
