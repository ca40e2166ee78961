import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import { asObject } from '#server/domain/json.ts'
import { countFailures, failedInvocations } from '#server/domain/logs/sample-failures.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { type LogQuery, logSamples } from './log-samples.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo({ functions: 60 })

function query(changes: Partial<LogQuery> = {}): LogQuery {
  const to = new Date()
  return {
    logGroup: '/aws/lambda/checkout-api',
    logFormat: 'Text',
    from: new Date(to.getTime() - 20 * MINUTE_MS),
    to,
    maxFailures: 50,
    requests: 2,
    maxBytes: 500_000,
    maxCalls: 12,
    ...changes,
  }
}

describe('samples of logs', () => {
  it('finds why invocations fail, and all lines of the latest of them', async () => {
    const { items, problems } = await demo.run(logSamples, query())
    expect(problems).toEqual([])
    const [failures, ...requests] = items
    const failed = failedInvocations(failures?.events ?? [])
    expect(countFailures(failed).timeout).toBeGreaterThan(5)
    expect(requests).toHaveLength(2)
    for (const { requestId, events } of requests) {
      expect(events.length).toBeGreaterThanOrEqual(4)
      for (const { message } of events) expect(message).toContain(requestId)
    }
  })

  it('stops at the number of lines, and says up to when it searched', async () => {
    const { items, complete, calls } = await demo.run(logSamples, query({ maxFailures: 5, requests: 0 }))
    expect(items[0]?.events).toHaveLength(5)
    expect(items[0]?.searchedUntilMs).toBe(items[0]?.events.at(-1)?.atMs)
    expect({ complete, calls }).toEqual({ complete: true, calls: 1 })
  })

  it('stops at the bytes and at the calls', async () => {
    const few = await demo.run(logSamples, query({ maxBytes: 900 }))
    expect(few.items.reduce((sum, batch) => sum + batch.bytes, 0)).toBeLessThanOrEqual(900)
    const day = {
      from: new Date(Date.now() - 20 * 60 * MINUTE_MS),
      maxFailures: 10_000,
      maxBytes: 50_000_000,
    }
    const { calls, items } = await demo.run(logSamples, query({ ...day, maxCalls: 2 }))
    expect(calls).toBe(2)
    expect(items[0]?.searchedUntilMs).not.toBeNull()
  })

  it('says that there is no log group', async () => {
    const { items, problems } = await demo.run(logSamples, query({ logGroup: '/aws/lambda/nobody' }))
    expect(items).toMatchObject([{ exists: false, events: [] }])
    expect(problems).toEqual([])
  })

  it('says which permission is missing', async () => {
    demo.aws.setFaults([{ service: 'logs', operation: 'FilterLogEvents', kind: 'denied' }])
    const { problems, status } = await demo.run(logSamples, query())
    expect(problems).toMatchObject([{ state: 'denied', permission: 'logs:FilterLogEvents' }])
    expect(status).not.toBe('ok')
  })

  it('reads the JSON format by its fields', async () => {
    const { items, problems } = await demo.run(logSamples, query({ logFormat: 'JSON' }))
    expect(problems).toEqual([])
    expect(items[0]?.exists).toBe(true)
  })
})

describe('an error that names no request', () => {
  const ID = '8f5b1a2c-3d4e-4f60-9a7b-1c2d3e4f5a6b'
  const error = { timestamp: 1_795_000_000_000, message: "[ERROR] KeyError: 'sku'", logStreamName: 's' }
  const lines = [
    { ...error, timestamp: error.timestamp - 20, message: `START RequestId: ${ID} Version: $LATEST` },
    error,
    { ...error, timestamp: error.timestamp + 1, message: `END RequestId: ${ID}` },
  ]
  const asked: unknown[] = []
  let aws: TestAws
  beforeAll(async () => {
    aws = await startTestAws(({ json }) => {
      const input = asObject(json)
      asked.push(input.logStreamNames)
      return { body: { events: input.filterPattern === undefined ? lines : [error] } }
    })
  })
  afterAll(() => aws.close())

  it('is found in what its environment wrote around it', async () => {
    const clients = testPool(aws.url)
    const to = new Date(error.timestamp + MINUTE_MS)
    const window = { from: new Date(error.timestamp - MINUTE_MS), to }
    const { items } = await runForTest(logSamples, query(window), { clients, accountId: '111122223333' })
    clients.close()
    expect(asked).toEqual([undefined, ['s']])
    expect(items[1]).toMatchObject({ requestId: ID, events: [{}, {}, {}] })
    expect(failedInvocations(items.flatMap(({ events }) => events))).toMatchObject([
      { requestId: ID, kind: 'application' },
    ])
  })
})
