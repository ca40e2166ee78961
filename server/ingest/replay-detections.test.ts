import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { storedRecords } from '#server/store/stored-records.ts'
import { MADE_UP } from '#server/testing/detections/made-up-detections.ts'
import { ACCOUNT } from '#server/testing/records/function-record.ts'
import { createRandom } from '#server/testing/seed/random.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { dueReplays } from './due-replays.ts'
import { call, emptyStore, ingestInto, left, NOW, traffic } from './ingest-for-test.ts'
import { replayDetections } from './replay-detections.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => emptyStore(db.pool))
afterAll(() => db.drop())

/** The same records, none of them later than its bound after newer ones. */
function shuffled(records: readonly TrailRecord[], seed: number, withinMs: number): TrailRecord[] {
  const random = createRandom(seed)
  return records
    .map((record) => ({ record, at: record.eventTime.getTime() + random.next() * withinMs }))
    .sort((a, b) => a.at - b.at)
    .map(({ record }) => record)
}

function* cut(records: readonly TrailRecord[], seed: number, most: number) {
  const random = createRandom(seed)
  for (let at = 0; at < records.length; ) {
    const size = 1 + random.int(most)
    yield records.slice(at, at + size)
    at += size
  }
}

const replay = (detections = MADE_UP) =>
  replayDetections(ingestInto(db, detections).context, ACCOUNT, new AbortController().signal)
const progress = async () => (await db.pool.query('SELECT * FROM detection_progress')).rows[0]
/** All but how alerts came about: who is told twice and late is told once at once. */
const found = async () => {
  const { alerts: _, states: __, ...rest } = await left(db.pool)
  return rest
}

describe('the same records', () => {
  it.each([1, 2, 12])(
    'leave the same hits behind in any order within the bound, in any batches (%i)',
    async (seed) => {
      const records = traffic(seed)
      await ingestInto(db).ingest(records)
      const inOrder = await found()
      expect(inOrder.hits.length).toBeGreaterThan(20)
      await emptyStore(db.pool)
      for (const batch of cut(shuffled(records, seed, 19 * 60_000), seed, 40))
        await ingestInto(db).ingest(batch)
      expect(await found()).toEqual(inOrder)
    },
  )

  it('leave the same hits behind when two workers take them in at once, twice', async () => {
    const records = traffic(4, 150)
    await ingestInto(db).ingest(records)
    const inOrder = await found()
    await emptyStore(db.pool)
    const hours = Map.groupBy(records, ({ eventTime }) => Math.floor(eventTime.getTime() / 600_000))
    for (const hour of hours.values()) {
      const work = async (seed: number) => {
        for (const batch of cut(shuffled(hour, seed, HOUR_MS), seed, 5)) await ingestInto(db).ingest(batch)
      }
      await Promise.all([work(1), work(2)])
    }
    expect(await found()).toEqual(inOrder)
  })
})

describe('a replay', () => {
  it('changes nothing where everything came in time', async () => {
    for (const batch of cut(shuffled(traffic(5), 5, 19 * 60_000), 5, 60)) await ingestInto(db).ingest(batch)
    const before = await left(db.pool)
    const ids = async () => (await db.pool.query('SELECT id FROM detection_hit ORDER BY 1')).rows
    const idsBefore = await ids()
    expect(await replay()).toMatchObject({ records: 400, added: 0, removed: 0, alertsOpened: 0 })
    const { states: _, ...after } = await left(db.pool)
    expect(before).toMatchObject(after)
    expect(await ids()).toEqual(idsBefore)
    expect(await replay()).toMatchObject({ added: 0, removed: 0, alertsOpened: 0 })
  })

  it('finds what records show that came days too late, as if they had come in time', async () => {
    const records = traffic(6)
    await ingestInto(db).ingest(records)
    const { hits } = await found()
    await emptyStore(db.pool)
    const isLate = (_: TrailRecord, i: number) => i % 3 === 0
    await ingestInto(db).ingest(records.filter((record, i) => !isLate(record, i)))
    await ingestInto(db).ingest(records.filter(isLate))
    expect((await progress()).replay_from).toEqual(records[0]?.eventTime)
    expect((await found()).hits).not.toEqual(hits)
    await db.pool.query('DELETE FROM alert')
    await replay()
    expect((await found()).hits).toEqual(hits)
    expect(await progress()).toMatchObject({ replay_from: null, learning_since: records[0]?.eventTime })
  })

  it('goes on from where it came to: what comes after it is judged with all that came before', async () => {
    const records = traffic(7)
    const newest = records.splice(-50)
    await ingestInto(db).ingest([...records, ...newest])
    const { hits } = await found()
    await emptyStore(db.pool)
    for (const batch of [records.slice(200), records.slice(0, 200)]) await ingestInto(db).ingest(batch)
    await db.pool.query('DELETE FROM alert')
    await replay()
    for (const batch of cut(newest, 7, 9)) await ingestInto(db).ingest(batch)
    expect((await found()).hits).toEqual(hits)
  })

  it('tells people of what happened within a day, and not twice', async () => {
    await ingestInto(db).ingest([call(120, 'GetUser'), call(119, 'GetUser'), call(10, 'ListRoles', 'bob')])
    await ingestInto(db).ingest([call(118, 'GetUser')])
    expect((await left(db.pool)).alerts).toEqual([])
    expect(await replay()).toMatchObject({ added: 1, alertsOpened: 1 })
    expect(await replay()).toMatchObject({ added: 0, alertsOpened: 0 })
    expect((await left(db.pool)).alerts).toMatchObject([{ occurrences: 3 }])
  })

  it('takes nothing back that people were told of, nor what one record shows', async () => {
    await ingestInto(db).ingest([call(5000, 'GetUser'), call(120, 'ListUsers'), call(110, 'DeleteUser')])
    const recent = async () => (await found()).hits.filter((hit) => hit.at > new Date(NOW - DAY_MS))
    const told = await recent()
    expect(told.map((hit) => hit.fingerprint.split(':')[0])).toContain('new-name')
    await ingestInto(db).ingest([call(3000, 'ListUsers'), call(3001, 'DeleteUser')])
    await replay()
    expect(await recent()).toEqual(told)
    await db.pool.query('DELETE FROM alert')
    await replay()
    expect((await recent()).map((hit) => hit.fingerprint.split(':')[0])).toEqual(['burst', 'deleted-user'])
  })

  it('is run again where late records came while it ran', async () => {
    await ingestInto(db).ingest(traffic(8))
    await db.pool.query('UPDATE detection_progress SET replay_from = $1', [new Date(Date.UTC(9999, 0))])
    await ingestInto(db).ingest([call(4000, 'SimulatePrincipalPolicy')])
    const late = new Date(NOW - 4000 * 60_000)
    expect((await progress()).replay_from).toEqual(late)
    await replay()
    expect((await progress()).replay_from).toBeNull()
  })

  it('stops where it is told to, and is due again', async () => {
    await ingestInto(db).ingest(traffic(9))
    const before = await left(db.pool)
    const stopped = replayDetections(ingestInto(db).context, ACCOUNT, AbortSignal.abort(new Error('stop')))
    await expect(stopped).rejects.toThrow('stop')
    expect(await left(db.pool)).toEqual(before)
    expect(await dueReplays(ingestInto(db).context, new Set())).toEqual([ACCOUNT])
  })

  it('is due when records came late or detections have changed, and not oftener than it pays', async () => {
    const { context, ingest } = ingestInto(db)
    const due = (detections = MADE_UP, backfilling: string[] = [], aheadMs = 0) =>
      dueReplays({ ...context, detections, clock: () => NOW + aheadMs }, new Set(backfilling))
    await ingest([call(100, 'GetUser'), call(10, 'GetUser')])
    expect(await due()).toEqual([])
    expect(await due(MADE_UP.slice(1))).toEqual([ACCOUNT])
    await ingest([call(200, 'GetUser')])
    expect(await due()).toEqual([ACCOUNT])
    await replay()
    expect(await due()).toEqual([])
    await ingest([call(300, 'GetUser')])
    expect([await due(), await due(MADE_UP, [], 15 * 60_000)]).toEqual([[], [ACCOUNT]])
    expect(await due(MADE_UP, [ACCOUNT], 59 * 60_000)).toEqual([])
  })

  it('finds nothing of an account that is not known', async () => {
    expect(await replay()).toBeUndefined()
  })
})

it('does not expect what happened before somebody said that it is expected', async () => {
  const { ingest } = ingestInto(db)
  await ingest([call(300, 'DeleteUser'), call(100, 'DeleteUser')])
  await db.pool.query(
    `INSERT INTO allow_entry (id, detection_ids, principal, reason, created_by, created_at, expires_at)
     VALUES (gen_random_uuid(), '{}', '*user/ann', 'she cleans up', 'bob', $1, '2027-01-01')`,
    [new Date(NOW - 200 * 60_000)],
  )
  await replay([...MADE_UP])
  const { hits } = await left(db.pool)
  const deleted = hits.filter(({ fingerprint }) => fingerprint.startsWith('deleted-user'))
  expect(deleted.map(({ allowed }) => allowed)).toEqual([false, true])
})

describe('records that an earlier version stored', () => {
  const session = (name: string) => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/${name}`,
    invokedBy: 'cloudformation.amazonaws.com',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/ci`, userName: 'ci' },
    },
  })
  const old = [3, 2].map((daysAgo) =>
    call(daysAgo * 1440, 'TagUser', 'ann', { userIdentity: session(`run-${daysAgo}`) }, `old-${daysAgo}`),
  )
  beforeEach(async () => {
    await ingestInto(db).ingest(old)
    await db.pool.query(
      'UPDATE trail_event SET role_arn = NULL, invoked_by = NULL; TRUNCATE detection_progress, detection_state',
    )
  })

  it('have their role and service as the record tells them', async () => {
    const window = { from: new Date(0), to: new Date(NOW) }
    for await (const records of storedRecords(db.pool, window))
      expect(records.map(({ roleArn, invokedBy }) => [roleArn, invokedBy])).toEqual(
        old.map(({ roleArn, invokedBy }) => [roleArn, invokedBy]),
      )
  })

  it('are run once the account brings its first record', async () => {
    const { context, ingest } = ingestInto(db)
    await ingest([call(1, 'TagUser', 'bob')])
    expect(await dueReplays(context, new Set())).toEqual([ACCOUNT])
    await replay()
    expect(await dueReplays(context, new Set())).toEqual([])
    expect((await progress()).learning_since).toEqual(old[0]?.eventTime)
  })

  it('are not looked for where there are none', async () => {
    await emptyStore(db.pool)
    const { context, ingest } = ingestInto(db)
    await ingest([call(1, 'TagUser', 'bob')])
    expect(await dueReplays(context, new Set())).toEqual([])
  })
})
