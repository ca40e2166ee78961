import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { eventSources } from './event-sources.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo({ functions: 400 })

async function namedSources(): Promise<string[]> {
  const { items } = await demo.run(eventSourceMappings, undefined)
  return items.flatMap(({ eventSourceArn, onFailureArn }) =>
    [eventSourceArn, onFailureArn].flatMap((field) => (field.state === 'known' ? [field.value] : [])),
  )
}

describe('queues and streams', () => {
  it('that mappings name are read, and those that are gone are said to be', async () => {
    const arns = await namedSources()
    const found = await demo.run(eventSources, [...arns, ...arns])
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(found.items).toHaveLength(new Set(arns).size)
    const gone = found.items.filter(({ exists }) => exists.state === 'known' && !exists.value)
    expect(gone.length).toBeGreaterThan(0)
    expect(gone.length).toBeLessThan(found.items.length / 4)
    for (const source of gone) expect(source.retentionSeconds.state).toBe('absent')
    const there = found.items.filter(({ exists }) => exists.state === 'known' && exists.value)
    for (const { retentionSeconds, encrypted, unknownFields } of there) {
      expect([retentionSeconds.state, encrypted.state, unknownFields]).toEqual(['known', 'known', []])
    }
    const types = new Set(there.map(({ sourceType }) => sourceType))
    expect(types).toEqual(new Set(['sqs', 'kinesis', 'dynamodb']))
    for (const { sourceType, shardCount, visibilityTimeoutSeconds } of there) {
      expect(shardCount.state).toBe(sourceType === 'sqs' ? 'absent' : 'known')
      expect(visibilityTimeoutSeconds.state).toBe(sourceType === 'sqs' ? 'known' : 'absent')
    }
    const redrive = there
      .filter(({ name }) => name.endsWith('-queue'))
      .map(({ deadLetterTargetArn }) => deadLetterTargetArn.state)
    expect(new Set(redrive)).toEqual(new Set(['known', 'absent']))
  })

  it('of another account are denied, and the others read', async () => {
    const [mine = ''] = (await namedSources()).filter((arn) => arn.includes(':sqs:'))
    const theirs = mine.replace(/\d{12}/, '999900001111')
    const found = await demo.run(eventSources, [theirs, mine])
    expect(found).toMatchObject({ status: 'partial', complete: true })
    const states = Object.fromEntries(found.items.map(({ arn, exists }) => [arn, exists.state]))
    expect(states).toEqual({ [theirs]: 'denied', [mine]: 'known' })
  })

  it('that may not be looked at exist, with the rest unknown', async () => {
    demo.aws.setFaults([{ service: 'sqs', operation: 'GetQueueAttributes', kind: 'denied' }])
    const arns = (await namedSources()).filter((arn) => arn.includes(':sqs:')).slice(3, 4)
    const found = await demo.run(eventSources, arns)
    expect(found.items).toMatchObject([
      {
        exists: { state: 'known', value: true },
        retentionSeconds: { state: 'denied', permission: 'sqs:GetQueueAttributes' },
        deadLetterTargetArn: { state: 'denied' },
      },
    ])
  })

  it.each([
    'arn:aws:sns:eu-west-1:111122223333:topic',
    'arn:aws:sqs:us-east-1:111122223333:elsewhere',
    'arn:aws:sqs:eu-west-1:somebody:queue',
    'arn:aws:kinesis:eu-west-1:111122223333:stream-of-thought',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/t',
    'arn:aws:constructor:eu-west-1:111122223333:x',
    '<script>',
    '',
  ])('are never asked for as %j', async (text) => {
    expect(await demo.run(eventSources, [text])).toMatchObject({ items: [], calls: 0, complete: true })
  })
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
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:q'
  const answer = async (arn: string, answers: Record<string, unknown>) => {
    aws.answer = ({ operation }) => ({ body: answers[operation] ?? {} })
    return (await runForTest(eventSources, [arn], { clients, accountId: '111122223333' })).items[0]
  }

  it.each([
    ['no queue URL', queue, {}, 'failed'],
    ['a queue URL that is none', queue, { GetQueueUrl: { QueueUrl: { a: 1 } } }, 'failed'],
    ['no stream', 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', { DescribeStreamSummary: [] }, 'failed'],
    ['no table stream', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/l', {}, 'failed'],
  ])('with %s leaves the source unknown', async (_, arn, answers, state) => {
    expect((await answer(arn, answers))?.exists.state).toBe(state)
  })

  it('with attributes of the wrong kind fails those alone, and never goes where a queue URL leads', async () => {
    const found = await answer(queue, {
      GetQueueUrl: { QueueUrl: 'https://evil.example/111122223333/q' },
      GetQueueAttributes: {
        Attributes: {
          MessageRetentionPeriod: 'long',
          VisibilityTimeout: '30',
          RedrivePolicy: '{"maxReceiveCount":"3"}',
          Surprise: 'x',
        },
      },
    })
    expect(found).toMatchObject({
      exists: { state: 'known', value: true },
      retentionSeconds: { state: 'failed' },
      visibilityTimeoutSeconds: { state: 'known', value: 30 },
      deadLetterTargetArn: { state: 'failed' },
      maxReceiveCount: { state: 'known', value: 3 },
      encrypted: { state: 'known', value: false },
      unknownFields: ['Surprise'],
    })
  })
})
