import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { ForbiddenError, InvalidInputError, NotFoundError, RateLimitedError } from '#server/errors.ts'
import { openQueue } from '#server/jobs/queue.ts'
import { sampleLogs } from '#server/jobs/sample-logs.ts'
import { createLogger } from '#server/logger.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { createAccount, createFunction, makeContext } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { readLogSamples } from './read-log-samples.ts'

let aws: DemoAws
let database: Awaited<ReturnType<typeof createTestDatabase>>
let queue: Awaited<ReturnType<typeof openQueue>>
let id: number
/** Requests take place at one moment, however long they take. */
const NOW_MS = Date.now()
const range = () => ({
  from: new Date(NOW_MS - 60 * MINUTE_MS).toISOString(),
  to: new Date(NOW_MS + MINUTE_MS).toISOString(),
})
const context = (role: 'viewer' | 'responder' = 'responder') => makeContext(database, role, NOW_MS)

beforeAll(async () => {
  aws = await startDemoAws({ functions: 60, accounts: 1, rateScale: 0 })
  database = await createTestDatabase()
  const account = aws.accounts[0]
  if (!account) throw new Error('the demo has no account')
  await createAccount(database, { id: account.id, enabledRegions: account.regions })
  id = await createFunction(database, { accountId: account.id, name: 'checkout-api' })
  queue = await openQueue(database.url, createLogger('test'))
  await queue.work([sampleLogs as never], createWorker(database, { aws: demoAccess(aws) }).context)
})
afterEach(() => aws.setFaults([]))
afterAll(async () => {
  await queue.stop()
  await database.drop()
  await aws.close()
})

describe('samples of a function’s log', () => {
  it('come from a worker, with their reasons and lines, and are stored nowhere', async () => {
    const sample = await readLogSamples(context(), { id, ...range() })
    expect(sample).toMatchObject({
      state: 'read',
      logGroup: '/aws/lambda/checkout-api',
      statement: null,
      costUsd: 0,
    })
    expect(sample.counts.timeout).toBeGreaterThan(0)
    const [first] = sample.invocations
    expect(first).toMatchObject({ isWhole: true, kind: 'timeout' })
    const line = first?.lines.find(({ text }) => text.includes('Task timed out'))?.text ?? ''
    expect(line).not.toBe('')
    for (const table of ['jobs.job', 'setting', 'audit_entry', 'collector_run']) {
      const { rows } = await database.pool.query(
        `SELECT 1 FROM ${table} t WHERE t::text LIKE '%' || $1 || '%'`,
        [line.trim()],
      )
      expect(rows).toEqual([])
    }
  })

  it('are audited: who read which log and when of it, and none of its text', async () => {
    await readLogSamples(context(), { id, ...range() })
    const entry = await database.prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })
    expect(entry).toMatchObject({ action: 'function.read-logs', actor: 'Ada' })
    expect(Object.keys(entry?.details as object).sort()).toEqual(['from', 'logGroup', 'to'])
  })

  it('say which statement is missing where reading is denied', async () => {
    aws.setFaults([{ service: 'logs', operation: 'FilterLogEvents', kind: 'denied' }])
    const sample = await readLogSamples(context(), { id, ...range() })
    expect(sample).toMatchObject({
      state: 'denied',
      message: 'logs:FilterLogEvents is denied.',
      invocations: [],
    })
    expect(JSON.parse(sample.statement ?? '')).toMatchObject({
      Action: 'logs:FilterLogEvents',
      Effect: 'Allow',
    })
  })

  it('say so where there is no log group', async () => {
    const other = await createFunction(database, { accountId: aws.accounts[0]?.id, name: 'nobody' })
    expect(await readLogSamples(context(), { id: other, ...range() })).toMatchObject({
      state: 'no log group',
    })
  })

  it('are refused to viewers, for no function, for a range that is none, and when asked for too often', async () => {
    await expect(readLogSamples(context('viewer'), { id, ...range() })).rejects.toThrow(ForbiddenError)
    await expect(readLogSamples(context(), { id: 99_999, ...range() })).rejects.toThrow(NotFoundError)
    const { from, to } = range()
    await expect(readLogSamples(context(), { id, from: to, to: from })).rejects.toThrow(InvalidInputError)
    for (let i = 0; i < 6; i++) await readLogSamples(context(), { id, ...range() }).catch(() => undefined)
    await expect(readLogSamples(context(), { id, ...range() })).rejects.toThrow(RateLimitedError)
  })
})
