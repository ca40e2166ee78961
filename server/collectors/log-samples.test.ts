import { describe, expect, it } from 'vitest'
import { countFailures, failedInvocations } from '#server/domain/logs/sample-failures.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { type LogQuery, logSamples } from './log-samples.ts'

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
    expect({ complete, calls }).toEqual({ complete: false, calls: 1 })
  })

  it('stops at the bytes and at the calls', async () => {
    const few = await demo.run(logSamples, query({ maxBytes: 900 }))
    expect(few.items.reduce((sum, batch) => sum + batch.bytes, 0)).toBeLessThanOrEqual(900)
    const day = {
      from: new Date(Date.now() - 20 * 60 * MINUTE_MS),
      maxFailures: 10_000,
      maxBytes: 50_000_000,
    }
    const { calls, complete } = await demo.run(logSamples, query({ ...day, maxCalls: 2 }))
    expect({ calls, complete }).toEqual({ calls: 2, complete: false })
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
