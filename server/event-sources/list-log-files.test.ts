import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dayFolder } from '#server/domain/trail-sources/log-file-key.ts'
import { listSource } from '#server/jobs/list-source.ts'
import type { SourceCursor } from '#server/store/trail-sources.ts'
import { ACCOUNT_ID, createAccount, NOW, REGION } from '#server/testing/factories.ts'
import { FakeBucket } from '#server/testing/fake-bucket.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { trySource } from './try-source.ts'

const PREFIX = `AWSLogs/${ACCOUNT_ID}/CloudTrail/${REGION}/`
let database: Awaited<ReturnType<typeof createTestDatabase>>
let aws: TestAws
let bucket: FakeBucket
let sourceId: string
let nowMs = NOW

beforeAll(async () => {
  database = await createTestDatabase()
  await createAccount(database)
  aws = await startTestAws((request) => bucket.answer(request))
})
afterAll(async () => {
  await aws.close()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query('TRUNCATE trail_event, trail_reject, trail_source CASCADE')
  bucket = new FakeBucket('trail')
  nowMs = NOW
  const data = {
    kind: 'bucket',
    name: 'bucket',
    address: 's3://trail/',
    settings: { backDays: 2 },
    accountId: ACCOUNT_ID,
    region: REGION,
    createdBy: 'Ada',
  }
  sourceId = (await database.prisma.trailSource.create({ data })).id
})

function keyOf(timeMs: number, id: string, region = REGION): string {
  const stamp = new Date(timeMs).toISOString().slice(0, 16).replace(/[-:]/g, '')
  const folder = `AWSLogs/${ACCOUNT_ID}/CloudTrail/${region}/${dayFolder(timeMs)}`
  return `${folder}/${ACCOUNT_ID}_CloudTrail_${region}_${stamp}Z_${id}.json.gz`
}

/** Puts a log file with one record of the same id. */
function put(timeMs: number, id: string, key = keyOf(timeMs, id)): string {
  const record = {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(timeMs - MINUTE_MS).toISOString(),
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    awsRegion: REGION,
    readOnly: false,
    recipientAccountId: ACCOUNT_ID,
  }
  bucket.objects.set(key, JSON.stringify({ Records: [record] }))
  return key
}

function worker() {
  const clients = testPool(aws.url, { maxAttempts: 1 })
  return createWorker(database, { clock: () => nowMs, aws: { clients, register: () => undefined } })
}

async function look(afterMs = 2 * MINUTE_MS): Promise<void> {
  nowMs += afterMs
  await worker().run(listSource, { sourceId })
}

const stored = async () =>
  (
    await database.pool.query<{ event_id: string }>('SELECT event_id FROM trail_event ORDER BY event_id')
  ).rows.map(({ event_id }) => event_id)
const rejects = async () =>
  (await database.pool.query('SELECT place, reason, detail, count FROM trail_reject ORDER BY place')).rows
const source = () => database.prisma.trailSource.findUniqueOrThrow({ where: { id: sourceId } })

describe('files with names that CloudTrail does not give', () => {
  const odd = [
    `${PREFIX}processed/x.json.gz`,
    `${PREFIX}9999/12/31/${ACCOUNT_ID}_CloudTrail_${REGION}_99991231T2359Z_a.json.gz`,
    `${PREFIX}${dayFolder(NOW)}/zzz_${REGION}_a.json.gz`,
  ]

  it('are told of once, and do not keep later files from being read', async () => {
    put(NOW - HOUR_MS, 'e-1')
    for (const key of odd) put(NOW - HOUR_MS, 'odd', key)
    await look()
    put(NOW + HOUR_MS, 'e-2')
    await look(HOUR_MS)
    expect(await stored()).toEqual(['e-1', 'e-2'])
    expect(await rejects()).toEqual(
      odd
        .map((key) => ({
          place: `s3://trail/${key}`,
          reason: 'unknown-format',
          detail: expect.stringContaining('Its name is none'),
          count: 1,
        }))
        .sort((a, b) => (a.place < b.place ? -1 : 1)),
    )
    expect(await source()).toMatchObject({ status: 'ok' })
  })

  it('are told of fifty times at most', async () => {
    for (let i = 0; i < 80; i += 1) put(NOW, 'odd', `${PREFIX}processed/${i}.json.gz`)
    await look()
    await look()
    expect(await rejects()).toHaveLength(50)
  })

  it('are not listed to their end', async () => {
    bucket.pageSize = 10
    for (let i = 0; i < 80; i += 1) put(NOW, 'odd', `${PREFIX}processed/${i}.json.gz`)
    aws.requests.length = 0
    await look()
    const pages = aws.requests.filter(({ query }) => query.get('list-type') && !query.get('delimiter'))
    expect(pages).toHaveLength(1)
  })

  it.each(odd)('may have been taken for the newest before: %s', async (newest) => {
    const at = new Date(NOW - 5 * DAY_MS).toISOString()
    const place = { newest, read: [], lookedAt: at, changedAt: at }
    const cursor: SourceCursor = { places: { [PREFIX]: place } }
    await database.prisma.trailSource.update({ where: { id: sourceId }, data: { cursor } })
    put(NOW - 4 * DAY_MS, 'e-1')
    put(NOW - HOUR_MS, 'e-2')
    await look()
    expect(await stored()).toEqual(['e-1', 'e-2'])
  })
})

describe('a file that cannot be read or stored', () => {
  const OTHER = 'eu-west-2'
  const REFUSING = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.event_id = 'e-bad' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22021'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON trail_event FOR EACH ROW EXECUTE FUNCTION refuse()`

  it('is passed over at once where it is archived', async () => {
    const archived = put(NOW - 3 * HOUR_MS, 'e-1')
    bucket.failing.set(archived, { status: 403, code: 'InvalidObjectState' })
    put(NOW - HOUR_MS, 'e-2')
    await look()
    expect(await stored()).toEqual(['e-2'])
    expect(await rejects()).toMatchObject([
      {
        place: `s3://trail/${archived}`,
        reason: 'unreadable-file',
        detail: expect.stringMatching('archived'),
      },
    ])
    expect(await source()).toMatchObject({ status: 'ok' })
  })

  it('is no reason against the bucket where it is archived, when the source is tried', async () => {
    const archived = put(NOW - 3 * HOUR_MS, 'e-1')
    bucket.failing.set(archived, { status: 403, code: 'InvalidObjectState' })
    const draft = { name: 'b', address: 's3://trail/', settings: {}, accountId: ACCOUNT_ID }
    const steps = []
    for await (const step of trySource(
      worker().context,
      { ...draft, kind: 'bucket', region: REGION },
      new AbortController().signal,
    ))
      steps.push(step)
    expect(steps).toMatchObject([
      { state: 'ok' },
      { what: 'Read a log file', state: 'unknown', text: expect.stringContaining(archived) },
    ])
  })

  it('is given up where newer ones can be read, and does not hold up other regions meanwhile', async () => {
    const keys = [put(NOW - 3 * HOUR_MS, 'e-1'), put(NOW - 2 * HOUR_MS, 'e-2')]
    for (const key of keys) bucket.failing.set(key, { status: 403, code: 'AccessDenied' })
    put(NOW - HOUR_MS, 'e-3')
    put(NOW - HOUR_MS, 'e-4', keyOf(NOW - HOUR_MS, 'e-4', OTHER))
    await look()
    expect(await stored()).toEqual(['e-4'])
    expect(await source()).toMatchObject({ status: 'denied' })
    for (let round = 0; round < 3; round += 1) await look()
    expect(await stored()).toEqual(['e-3', 'e-4'])
    expect(await rejects()).toMatchObject(
      keys.map((key) => ({ place: `s3://trail/${key}`, reason: 'unreadable-file', count: 1 })),
    )
    expect(await source()).toMatchObject({ status: 'ok' })
  })

  it('is waited for where nothing can be read', async () => {
    const keys = [put(NOW - 2 * HOUR_MS, 'e-1'), put(NOW - HOUR_MS, 'e-2')]
    for (const key of keys) bucket.failing.set(key, { status: 403, code: 'AccessDenied' })
    for (let round = 0; round < 6; round += 1) await look()
    expect(await source()).toMatchObject({ status: 'denied' })
    bucket.failing.clear()
    await look()
    expect(await stored()).toEqual(['e-1', 'e-2'])
    expect(await rejects()).toEqual([])
  })

  it('is counted as not stored after the database has refused it four times', async () => {
    await database.pool.query(REFUSING)
    const bad = put(NOW - 2 * HOUR_MS, 'e-bad')
    put(NOW - HOUR_MS, 'e-2')
    await look()
    expect(await source()).toMatchObject({
      status: 'failed',
      statusText: expect.stringContaining('could not be stored (22021)'),
    })
    for (let round = 0; round < 3; round += 1) await look()
    await database.pool.query('DROP TRIGGER refuse ON trail_event; DROP FUNCTION refuse')
    expect(await stored()).toEqual(['e-2'])
    expect(await rejects()).toMatchObject([{ place: `s3://trail/${bad}`, reason: 'not-stored', count: 1 }])
    expect(await source()).toMatchObject({ status: 'ok' })
  })
})
