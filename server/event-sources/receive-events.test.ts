import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import { receiveSource } from '#server/jobs/receive-source.ts'
import { findSource, type StoredSource, setSourceEmpty } from '#server/store/trail-sources.ts'
import { ACCOUNT_ID, createAccount, NOW, REGION } from '#server/testing/factories.ts'
import { FakeQueue } from '#server/testing/fake-queue.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { receiveEvents } from './receive-events.ts'
import { sourceCall } from './source-call.ts'

const ADDRESS = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/events`
let database: Awaited<ReturnType<typeof createTestDatabase>>
let aws: TestAws
let queue: FakeQueue
let sourceId: string

const record = (eventID: string = randomUUID(), more: object = {}) => ({
  eventVersion: '1.11',
  eventID,
  eventTime: new Date(NOW - 3000).toISOString(),
  eventSource: 'lambda.amazonaws.com',
  eventName: 'UpdateFunctionCode20150331v2',
  awsRegion: REGION,
  recipientAccountId: ACCOUNT_ID,
  readOnly: false,
  userIdentity: { type: 'IAMUser', userName: 'bob', arn: `arn:aws:iam::${ACCOUNT_ID}:user/bob` },
  requestParameters: { functionName: 'orders-api' },
  ...more,
})
const envelope = (detail: object) => ({
  version: '0',
  'detail-type': 'AWS API Call via CloudTrail',
  account: ACCOUNT_ID,
  region: REGION,
  detail,
})

const workerOf = () => {
  const clients = testPool(aws.url, { maxAttempts: 1 })
  return createWorker(database, { clock: () => NOW, aws: { clients, register: () => undefined } })
}

async function source(): Promise<StoredSource> {
  const found = await findSource(database.pool, sourceId)
  if (!found) throw new Error('the source is gone')
  return found
}

async function receive(worker = workerOf()) {
  const found = await source()
  const way = await sourceCall(worker.context, found, new AbortController().signal)
  if (way.state !== 'ok') return way
  return receiveEvents(worker.context, found, way.call, 0)
}

const stored = async () =>
  (await database.pool.query<{ event_id: string }>('SELECT event_id FROM trail_event')).rows.map(
    (row) => row.event_id,
  )
const rejects = async () =>
  (await database.pool.query('SELECT reason, count, event_id FROM trail_reject ORDER BY reason')).rows

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  aws = await startTestAws()
})
afterAll(async () => {
  await aws.close()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query('TRUNCATE trail_event, trail_reject, trail_source CASCADE')
  queue = new FakeQueue()
  aws.answer = (request) => queue.answer(request) ?? { body: {} }
  const { id } = await database.prisma.trailSource.create({
    data: {
      kind: 'event-queue',
      name: 'events',
      address: ADDRESS,
      accountId: ACCOUNT_ID,
      region: REGION,
      createdBy: 'Ada',
    },
  })
  sourceId = id
})

describe('a queue of events', () => {
  it('is emptied into the store, by the hundred', async () => {
    queue.send(...Array.from({ length: 37 }, () => envelope(record())))
    expect(await receive()).toEqual({ state: 'ok', messages: 37 })
    expect(await stored()).toHaveLength(37)
    expect(queue.size).toBe(0)
    const row = await database.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })
    expect(row).toMatchObject({ status: 'ok', records: 37n, cursor: { lagMs: 3000 } })
  })

  it('may give everything twice: it is stored once', async () => {
    const one = envelope(record())
    queue.send(one, one)
    await receive()
    queue.send(one)
    await receive()
    expect(await stored()).toHaveLength(1)
    expect(await rejects()).toEqual([])
    expect(queue.size).toBe(0)
  })

  it('keeps its messages where they could not be deleted, and nothing is doubled', async () => {
    queue.send(envelope(record()))
    aws.answer = (request) =>
      request.operation === 'DeleteMessageBatch'
        ? { status: 403, body: { __type: 'AccessDeniedException', message: 'no' } }
        : (queue.answer(request) ?? { body: {} })
    expect(await receive()).toMatchObject({ state: 'denied', permission: 'sqs:DeleteMessage' })
    aws.answer = (request) => queue.answer(request) ?? { body: {} }
    queue.comeBack()
    await receive()
    expect(await stored()).toHaveLength(1)
    expect(queue.size).toBe(0)
  })

  it('has what is no record kept aside with the reason, and the rest stored', async () => {
    const good = record()
    queue.send('', '{"detail": {"eventID"', { hello: 1 }, envelope(record('')), envelope(good))
    queue.send({
      Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'b' }, object: { key: 'k' } } }],
    })
    await receive()
    expect(await stored()).toEqual([good.eventID])
    expect((await rejects()).map((row) => row.reason)).toEqual(
      expect.arrayContaining(['truncated-file', 'no-event-id', 'not-a-record']),
    )
    expect(queue.size).toBe(0)
  })

  it('gives a message up only after the database has refused it several times', async () => {
    await database.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.event_id = 'poison' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON trail_event FOR EACH ROW EXECUTE FUNCTION refuse()`,
    )
    try {
      queue.send(envelope(record('poison')), envelope(record('good')))
      await receive()
      expect(await stored()).toEqual(['good'])
      expect(queue.size).toBe(1)
      for (let round = 0; round < 3; round += 1) {
        expect(await rejects()).toEqual([])
        queue.comeBack()
        await receive()
      }
      expect(await rejects()).toMatchObject([{ reason: 'not-stored', count: 1 }])
      expect(queue.size).toBe(0)
    } finally {
      await database.pool.query('DROP TRIGGER refuse ON trail_event; DROP FUNCTION refuse')
    }
  })

  it('loses and doubles nothing, wherever the line breaks', async () => {
    const draws = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 })
    const round = fc.asyncProperty(draws, async (breaks) => {
      await database.pool.query('TRUNCATE trail_event')
      queue = new FakeQueue()
      const details = Array.from({ length: 25 }, () => record())
      queue.send(...details.map(envelope))
      const left = [...breaks]
      // Broken before the queue heard of it, or after.
      aws.answer = (request) => {
        const draw = left.shift() ?? 0
        const answer = draw === 1 ? undefined : queue.answer(request)
        return draw === 0 ? (answer ?? { body: {} }) : 'drop'
      }
      while (queue.size > 0) {
        await receive()
        queue.comeBack()
      }
      expect((await stored()).sort()).toEqual(details.map(({ eventID }) => eventID).sort())
    })
    await fc.assert(round, { numRuns: 12 })
    expect(await rejects()).toEqual([])
  })

  it('is received from by two workers, of which neither loses or doubles anything', async () => {
    queue.send(...Array.from({ length: 300 }, () => envelope(record())))
    const drain = async () => {
      for (;;) {
        const round = await receive()
        if (round.state !== 'ok' || round.messages === 0) return
      }
    }
    await Promise.all([drain(), drain()])
    expect(new Set(await stored()).size).toBe(300)
    expect(queue.size).toBe(0)
    const row = await database.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })
    expect(row.records).toBe(300n)
  })

  it('has the function looked at again that an event says was changed', async () => {
    const worker = workerOf()
    queue.send(envelope(record()))
    await receive(worker)
    expect(worker.take()).toContain(`sweep-region ${ACCOUNT_ID}/${REGION}`)
  })
})

describe('the job', () => {
  it('says that messages cannot be deleted, also while they are hidden and the queue looks empty', async () => {
    queue.send(envelope(record()))
    aws.answer = (request) =>
      request.operation === 'DeleteMessageBatch'
        ? { status: 403, body: { __type: 'AccessDeniedException', message: 'no' } }
        : (queue.answer(request) ?? { body: {} })
    await workerOf().run(receiveSource, { sourceId, receiver: 0 as const })
    await setSourceEmpty(database.pool, sourceId, new Date(NOW))
    const denied = { status: 'denied', statusText: expect.stringContaining('sqs:DeleteMessage') }
    const row = () => database.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })
    expect(await row()).toMatchObject(denied)
    aws.answer = (request) => queue.answer(request) ?? { body: {} }
    queue.comeBack()
    await receive()
    expect(await row()).toMatchObject({ status: 'ok', statusText: '' })
  })

  it('says what is denied, and ends until it is started again', async () => {
    aws.answer = () => ({ status: 403, body: { __type: 'AccessDeniedException', message: 'no' } })
    await workerOf().run(receiveSource, { sourceId, receiver: 0 as const })
    expect(await database.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })).toMatchObject({
      status: 'denied',
      statusText: expect.stringContaining('sqs:ReceiveMessage'),
    })
  })

  it('does nothing for a source that is switched off', async () => {
    await database.prisma.trailSource.update({ where: { id: sourceId }, data: { enabled: false } })
    const before = aws.requests.length
    await workerOf().run(receiveSource, { sourceId, receiver: 0 as const })
    expect(aws.requests).toHaveLength(before)
  })

  it('says that its account is not watched', async () => {
    await database.prisma.trailSource.update({ where: { id: sourceId }, data: { accountId: '999999999999' } })
    await workerOf().run(receiveSource, { sourceId, receiver: 0 as const })
    expect(await source()).toMatchObject({ status: 'failed' })
  })
})
