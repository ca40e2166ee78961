import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readDropped } from '#server/store/dropped-reads.ts'
import { MADE_UP } from '#server/testing/detections/made-up-detections.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { call, emptyStore, ingestInto, left, NOW } from './ingest-for-test.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => emptyStore(db.pool))
afterAll(() => db.drop())

const rejects = async () =>
  (
    await db.pool.query(
      'SELECT source, reason, detail, event_id AS id, count FROM trail_reject ORDER BY reason, detail',
    )
  ).rows
const rows = async (text: string) => (await db.pool.query(text)).rows

describe('what arrives twice', () => {
  it('is stored, counted and detected once, whatever the source and however often', async () => {
    const { ingest } = ingestInto(db)
    const one = [call(30, 'DeleteUser', 'ann', {}, 'a'), call(29, 'GetUser', 'ann', {}, 'b')]
    expect(await ingest(one)).toMatchObject({ added: one, repeated: 0, hits: 1 })
    const first = await left(db.pool)
    expect(first).toMatchObject({ events: [{ event_id: 'a' }, { event_id: 'b' }], counted: [{ n: 2 }] })
    expect(await ingest(one)).toMatchObject({ added: [], repeated: 2, hits: 0, conflicts: 0 })
    const asFile = one.map((record) => ({ ...record, source: 'file' as const }))
    expect(await ingest([...asFile, ...asFile], { source: 'file' })).toMatchObject({ added: [], repeated: 4 })
    expect(await left(db.pool)).toEqual(first)
    expect(await rejects()).toEqual([])
  })

  it('is kept aside where it says something else than before: the first stays', async () => {
    const { ingest } = ingestInto(db)
    await ingest([call(30, 'GetUser', 'ann', {}, 'a')])
    const first = await left(db.pool)
    const others = [
      call(30, 'DeleteUser', 'ann', {}, 'a'),
      call(20_000, 'GetUser', 'ann', {}, 'a'),
      call(30, 'GetUser', 'ann', { requestParameters: { userName: 'eve' } }, 'a'),
    ]
    for (const other of others)
      expect(await ingest([other])).toMatchObject({ added: [], conflicts: 1, repeated: 0 })
    expect(await left(db.pool)).toEqual(first)
    expect(await rejects()).toMatchObject([
      { reason: 'conflicting-id', detail: 'another content; the first record is kept', id: 'a', count: 1 },
      { reason: 'conflicting-id', detail: 'another event name; the first record is kept', id: 'a', count: 1 },
      { reason: 'conflicting-id', detail: 'another time; the first record is kept', id: 'a', count: 1 },
    ])
  })

  it('is told apart within one batch too', async () => {
    const { ingest } = ingestInto(db)
    const twins = [call(30, 'GetUser', 'ann', {}, 'a'), call(30, 'DeleteUser', 'ann', {}, 'a')]
    expect(await ingest(twins)).toMatchObject({ added: [{ eventName: 'GetUser' }], conflicts: 1, hits: 0 })
  })
})

describe('what cannot be kept', () => {
  it('does not keep the rest away by an id that no index takes', async () => {
    const { ingest } = ingestInto(db)
    const long = Array.from({ length: 8000 }, (_, i) => (i * 7919).toString(36))
      .join('')
      .slice(0, 8000)
    expect(await ingest([call(30, 'DeleteUser', 'ann', {}, long)])).toMatchObject({ hits: 1 })
    const [hit] = await rows('SELECT event_ids[1] AS id FROM detection_hit')
    expect(await rows('SELECT event_id AS id FROM trail_event')).toEqual([hit])
  })

  it.each(['eu\u0000', '\u4e16'.repeat(3000)])(
    'does not keep the rest away by its region',
    async (region) => {
      const { ingest } = ingestInto(db)
      const read = { eventSource: 'rekognition.amazonaws.com', readOnly: true }
      const records = [call(1, 'GetUser'), call(2, 'DescribeThings', 'ann', read)]
      expect(await ingest(records.map((record) => ({ ...record, region })))).toMatchObject({
        added: { length: 1 },
        dropped: 1,
      })
    },
  )

  it('is counted with the reason, and everything else goes on', async () => {
    const { ingest } = ingestInto(db)
    const records = [
      call(-2000, 'GetUser', 'ann', {}, 'next'),
      call(91 * 1440, 'GetUser', 'ann', {}, 'old'),
      call(1, 'GetUser'),
    ]
    const unreadable = { place: 'here', reason: 'not-a-record' as const, detail: 'a list', count: 3 }
    expect(await ingest(records, { rejects: [unreadable] })).toMatchObject({
      added: { length: 1 },
      repeated: 0,
    })
    expect(await rejects()).toMatchObject([
      { reason: 'impossible-time', id: 'next', count: 1 },
      { reason: 'not-a-record', detail: 'a list', count: 3 },
      { reason: 'older-than-kept', id: 'old', count: 1 },
    ])
  })

  it('is told by its folder where it is a file of a day that is kept no longer', async () => {
    const { ingest } = ingestInto(db)
    const folder = 's3://trail/AWSLogs/111122223333/CloudTrail/eu-west-1/'
    for (const day of ['01', '02'])
      await ingest([call(200 * 1440, 'GetUser', 'ann', {}, day)], {
        place: `${folder}2026/05/${day}/a.json.gz`,
      })
    expect(await rows('SELECT place, count FROM trail_reject')).toEqual([{ place: folder, count: 2 }])
  })

  it('is a read of a service that nobody watches, unless a detection takes note of it', async () => {
    const { ingest } = ingestInto(db)
    const read = (id: string, source: string, more = {}) =>
      call(30, 'DescribeThings', 'ann', { eventSource: source, readOnly: true, ...more }, id)
    const records = [
      read('unwatched', 'rekognition.amazonaws.com'),
      read('denied', 'rekognition.amazonaws.com', { errorCode: 'AccessDenied' }),
      read('watched', 'lambda.amazonaws.com'),
    ]
    expect(await ingest(records)).toMatchObject({ dropped: 1 })
    expect((await left(db.pool)).events.map((event) => event.event_id)).toEqual(['denied', 'watched'])
    expect(await readDropped(db.pool)).toMatchObject([{ region: 'eu-west-1', count: 1 }])
    await ingest(records, { isFinal: () => false })
    expect(await readDropped(db.pool)).toMatchObject([{ count: 1 }])
  })
})

describe('a hit', () => {
  it('wakes people where it is of medium severity or worse, and not older than a day', async () => {
    const { ingest } = ingestInto(db)
    await ingest([call(30, 'DeleteUser', 'ann'), call(1500, 'DeleteUser', 'bob')])
    expect((await left(db.pool)).hits).toMatchObject([{ actor_name: 'ann' }, { actor_name: 'bob' }])
    expect((await left(db.pool)).alerts).toMatchObject([{ severity: 'medium', occurrences: 1 }])
    await db.pool.query(
      `INSERT INTO detection_tuning (detection_id, severity, reason, updated_by) VALUES ('deleted-user', 'low', 'noise', 'ann')`,
    )
    const later = ingestInto(db, [...MADE_UP])
    await later.ingest([call(20, 'DeleteUser', 'eve')])
    expect((await left(db.pool)).hits).toMatchObject([{}, {}, { actor_name: 'eve', severity: 'low' }])
    expect((await left(db.pool)).alerts).toHaveLength(1)
  })

  it('is kept and marked where it is allowed, and wakes nobody', async () => {
    const entry = (principal: string, more: string) =>
      db.pool.query(
        `INSERT INTO allow_entry (id, detection_ids, principal, reason, created_by, created_at, expires_at, ended_at)
         VALUES (gen_random_uuid(), '{deleted-user}', $1, 'he cleans up', 'ann', '2026-11-01', ${more})`,
        [principal],
      )
    await entry('*user/bob', `'2027-01-01', NULL`)
    await entry('*user/ann', `'2026-11-19', NULL`)
    await entry('*user/eve', `'2027-01-01', '2026-11-20T09:00:00Z'`)
    const { ingest } = ingestInto(db, [...MADE_UP])
    await ingest(['ann', 'bob', 'eve'].map((actor) => call(30, 'DeleteUser', actor)))
    expect((await left(db.pool)).hits).toMatchObject([
      { actor_name: 'ann', allowed: false },
      { actor_name: 'bob', allowed: true },
      { actor_name: 'eve', allowed: false },
    ])
    expect(await rows('SELECT fingerprint FROM alert ORDER BY 1')).toMatchObject([
      { fingerprint: expect.stringContaining(':ann') },
      { fingerprint: expect.stringContaining(':eve') },
    ])
  })

  it('grows with what comes after it, and is told once', async () => {
    const { ingest } = ingestInto(db)
    for (const minutesAgo of [50, 40, 30]) await ingest([call(minutesAgo, 'DeleteUser')])
    expect(await left(db.pool)).toMatchObject({
      hits: [{ events: 3, at: new Date(NOW - 50 * 60_000), last_at: new Date(NOW - 30 * 60_000) }],
      alerts: [{ occurrences: 3 }],
    })
  })

  it('is remembered over batches: three calls in three batches are a threshold', async () => {
    const { ingest } = ingestInto(db)
    await ingest([call(30, 'GetUser')])
    await ingest([call(28, 'GetUser')])
    expect((await left(db.pool)).hits).toEqual([])
    await ingest([call(29, 'GetUser')])
    expect((await left(db.pool)).hits).toMatchObject([{ summary: '3 calls', events: 3 }])
  })
})

it('stores nothing where the cursor cannot be moved', async () => {
  const { ingest } = ingestInto(db)
  const moved = () => Promise.reject(new Error('gone'))
  await expect(ingest([call(30, 'DeleteUser')], { moved })).rejects.toThrow('gone')
  expect(await left(db.pool)).toMatchObject({ events: [], hits: [], states: [], alerts: [] })
})

it('takes hostile records in as they are', async () => {
  const { ingest } = ingestInto(db)
  const long = `\u0000${'é\ud800<script>'.repeat(5000)}`
  const hostile = call(30, 'DeleteUser', long, { userAgent: long, errorCode: null, eventName: long }, long)
  const null_ = call(29, 'DeleteUser', 'x', { userIdentity: null })
  expect(await ingest([hostile, null_])).toMatchObject({ added: { length: 2 } })
  expect(await ingest([hostile, null_])).toMatchObject({ added: [], repeated: 2, conflicts: 0 })
})

it('keeps what happens within ten minutes of the clock, and asks for a replay of what lies further ahead', async () => {
  const { ingest } = ingestInto(db)
  await ingest([call(30, 'GetUser'), call(-60, 'DeleteUser')])
  expect((await left(db.pool)).events).toHaveLength(2)
  expect((await left(db.pool)).hits).toEqual([])
  expect(await rows('SELECT newest_at, replay_from FROM detection_progress')).toEqual([
    { newest_at: new Date(NOW - 30 * 60_000), replay_from: new Date(NOW + 60 * 60_000) },
  ])
})
