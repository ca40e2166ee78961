import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { listSource } from '#server/jobs/list-source.ts'
import { findSource } from '#server/store/trail-sources.ts'
import { demoAccess } from '#server/testing/demo-access.ts'
import { ACCOUNT_ID, createAccount, NOW, REGION } from '#server/testing/factories.ts'
import { FakeQueue } from '#server/testing/fake-queue.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { receiveFiles } from './receive-files.ts'
import { sourceCall } from './source-call.ts'

const BUCKET = `shop-cloudtrail-${ACCOUNT_ID}`
let database: Awaited<ReturnType<typeof createTestDatabase>>

async function createSource(kind: string, address: string, settings: object): Promise<string> {
  const data = {
    kind,
    name: kind,
    address,
    settings,
    accountId: ACCOUNT_ID,
    region: REGION,
    createdBy: 'Ada',
  }
  return (await database.prisma.trailSource.create({ data })).id
}

const count = async (where = 'TRUE') =>
  Number((await database.pool.query(`SELECT count(*) AS n FROM trail_event WHERE ${where}`)).rows[0].n)
const sourceRow = (id: string) => database.prisma.trailSource.findUniqueOrThrow({ where: { id } })
const rejects = async () =>
  (await database.pool.query('SELECT place, reason, detail FROM trail_reject ORDER BY id')).rows

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('TRUNCATE trail_event, trail_reject, trail_source CASCADE'))

describe('a bucket of log files', () => {
  let demo: DemoAws
  let nowMs = NOW
  beforeAll(async () => {
    demo = await startDemoAws({ functions: 40, accounts: 1, rateScale: 0, now: () => nowMs })
  })
  afterAll(() => demo.close())
  const worker = () => createWorker(database, { clock: () => nowMs, aws: demoAccess(demo) })

  it('is read from where it got to before, data events among the rest, and each file once', async () => {
    nowMs = NOW
    const sourceId = await createSource('bucket', `s3://${BUCKET}/`, { backDays: 0 })
    await worker().run(listSource, { sourceId })
    const first = await sourceRow(sourceId)
    expect(first).toMatchObject({ status: 'ok', statusText: '' })
    expect(await count()).toBe(Number(first.records))
    expect(await count("category = 'data' AND event_name = 'Invoke' AND source = 'file'")).toBeGreaterThan(0)
    await worker().run(listSource, { sourceId })
    expect((await sourceRow(sourceId)).records).toBe(first.records)
    nowMs += HOUR_MS
    await worker().run(listSource, { sourceId })
    const later = await sourceRow(sourceId)
    expect(later.records).toBeGreaterThan(first.records)
    expect(await count()).toBe(Number(later.records))
  })

  it('goes on with the next file after it was stopped, and loses none', async () => {
    nowMs = NOW
    const whole = await createSource('bucket', `s3://${BUCKET}/`, { backDays: 0 })
    await worker().run(listSource, { sourceId: whole })
    const expected = await count()
    await database.pool.query('TRUNCATE trail_event, trail_source CASCADE')
    const sourceId = await createSource('bucket', `s3://${BUCKET}/`, { backDays: 0 })
    for (let round = 0; round < 3; round += 1) {
      demo.setFaults([{ kind: 'error500', service: 's3', operation: 'GetObject', probability: 0.1 }])
      await worker().run(listSource, { sourceId })
    }
    demo.setFaults([])
    await worker().run(listSource, { sourceId })
    expect(await count()).toBe(expected)
    expect(await sourceRow(sourceId)).toMatchObject({ status: 'ok', records: BigInt(expected) })
  })

  it('says which permission is missing', async () => {
    const sourceId = await createSource('bucket', `s3://${BUCKET}/`, { backDays: 1 })
    demo.setFaults([{ kind: 'denied', service: 's3', operation: 'GetObject' }])
    await worker().run(listSource, { sourceId })
    demo.setFaults([])
    expect(await sourceRow(sourceId)).toMatchObject({
      status: 'denied',
      statusText: expect.stringContaining('s3:GetObject is denied'),
    })
  })
})

describe('a queue of the arrival of log files', () => {
  const FILE = `AWSLogs/${ACCOUNT_ID}/CloudTrail/${REGION}/2026/11/20/${ACCOUNT_ID}_CloudTrail_${REGION}_20261120T0600Z_a.json.gz`
  const ADDRESS = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/files`
  let aws: TestAws
  let queue: FakeQueue
  const files = new Map<string, string>()
  const asked: string[] = []
  const askedIn: string[] = []
  beforeAll(async () => {
    aws = await startTestAws((request) => {
      const answer = queue.answer(request)
      if (answer) return answer
      asked.push(request.path)
      const file = files.get(decodeURIComponent(request.path))
      if (file === undefined)
        return { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>' }
      return { body: file, headers: { 'content-type': 'application/json' } }
    })
  })
  afterAll(() => aws.close())
  beforeEach(() => {
    queue = new FakeQueue()
    files.clear()
    asked.length = 0
    askedIn.length = 0
  })
  const notice = (key: string, bucket = BUCKET, awsRegion = REGION) => ({
    Records: [
      {
        eventName: 'ObjectCreated:Put',
        awsRegion,
        s3: { bucket: { name: bucket }, object: { key } },
      },
    ],
  })
  const fileOf = (...ids: string[]) =>
    JSON.stringify({
      Records: ids.map((eventID) => ({
        eventVersion: '1.11',
        eventID,
        eventTime: new Date(NOW - DAY_MS / 4).toISOString(),
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        eventCategory: 'Data',
        awsRegion: REGION,
        readOnly: false,
        recipientAccountId: ACCOUNT_ID,
      })),
    })

  async function receive() {
    const id = (await database.prisma.trailSource.findFirst())?.id
    const sourceId =
      id ?? (await createSource('file-queue', ADDRESS, { files: `s3://${BUCKET}/AWSLogs/${ACCOUNT_ID}/` }))
    const take = async (_: string, region: string) => {
      askedIn.push(region)
    }
    const clients = testPool(aws.url, { maxAttempts: 1, limiter: { take } })
    const { context } = createWorker(database, {
      clock: () => NOW,
      aws: { clients, register: () => undefined },
    })
    const found = await findSource(database.pool, sourceId)
    if (!found) throw new Error('the source is gone')
    const way = await sourceCall(context, found, new AbortController().signal)
    if (way.state !== 'ok') throw new Error(way.message)
    return receiveFiles(context, found, way.call, 0)
  }

  it('has each file read, and the message deleted after that', async () => {
    files.set(`/${BUCKET}/${FILE}`, fileOf('e-1', 'e-2'))
    queue.send({ Type: 'Notification', Message: JSON.stringify(notice(FILE)) })
    expect(await receive()).toEqual({ state: 'ok', messages: 1 })
    expect(await count("category = 'data'")).toBe(2)
    expect(queue.size).toBe(0)
  })

  it('cannot have anything read outside of its place', async () => {
    queue.send(notice(FILE, 'secrets'), notice('../other', BUCKET), notice('elsewhere/x.json.gz'))
    expect(await receive()).toMatchObject({ state: 'ok' })
    expect(asked).toEqual([])
    expect(await rejects()).toMatchObject([{ place: ADDRESS, reason: 'not-a-record' }])
    expect(queue.size).toBe(0)
  })

  it('has files read in regions that there are', async () => {
    await database.prisma.awsAccount.update({
      where: { id: ACCOUNT_ID },
      data: { enabledRegions: [REGION, 'us-east-1'] },
    })
    files.set(`/${BUCKET}/${FILE}`, fileOf('e-1'))
    queue.send(notice(FILE, BUCKET, 'a1'), notice(FILE, BUCKET, 'eu-nowhere-9'))
    expect(await receive()).toMatchObject({ state: 'ok' })
    expect(new Set(askedIn)).toEqual(new Set([REGION]))
    queue.send(notice(FILE, BUCKET, 'us-east-1'))
    await receive()
    expect(askedIn).toContain('us-east-1')
  })

  it('counts a file that is gone, and is done with it', async () => {
    queue.send(
      notice(FILE),
      { Event: 's3:TestEvent' },
      notice(FILE.replace('/CloudTrail/', '/CloudTrail-Digest/')),
    )
    expect(await receive()).toMatchObject({ state: 'ok', messages: 3 })
    expect(await rejects()).toMatchObject([{ place: `s3://${BUCKET}/${FILE}`, reason: 'unreadable-file' }])
    expect(queue.size).toBe(0)
  })

  it('keeps what can be read of a broken file, and the reason for the rest', async () => {
    files.set(`/${BUCKET}/${FILE}`, fileOf('e-1', 'e-2').slice(0, -40))
    queue.send(notice(FILE))
    await receive()
    expect(await count()).toBe(1)
    expect(await rejects()).toMatchObject([{ reason: expect.stringMatching(/broken-json|truncated-file/) }])
  })

  it('keeps the message of a file that was denied', async () => {
    queue.send(notice(FILE))
    const answer = aws.answer
    aws.answer = (request) =>
      request.operation === ''
        ? { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }
        : answer(request)
    expect(await receive()).toMatchObject({ state: 'denied', permission: 's3:GetObject' })
    aws.answer = answer
    expect(queue.size).toBe(1)
    files.set(`/${BUCKET}/${FILE}`, fileOf('e-1'))
    queue.comeBack()
    await receive()
    expect(await count()).toBe(1)
    expect(queue.size).toBe(0)
  })

  it('goes on with the others where the database refuses one, and keeps that aside in the end', async () => {
    const other = FILE.replace('_a.json', '_b.json')
    files.set(`/${BUCKET}/${FILE}`, fileOf('e-bad'))
    files.set(`/${BUCKET}/${other}`, fileOf('e-1'))
    await database.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.event_id = 'e-bad' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22021'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON trail_event FOR EACH ROW EXECUTE FUNCTION refuse()`,
    )
    queue.send(notice(FILE), notice(other))
    expect(await receive()).toMatchObject({ state: 'failed', message: expect.stringContaining('22021') })
    expect(await count()).toBe(1)
    expect(queue.size).toBe(1)
    for (let round = 0; round < 3; round += 1) {
      queue.comeBack()
      await receive()
    }
    await database.pool.query('DROP TRIGGER refuse ON trail_event; DROP FUNCTION refuse')
    expect(await rejects()).toMatchObject([{ place: ADDRESS, reason: 'not-stored' }])
    expect(queue.size).toBe(0)
  })
})
