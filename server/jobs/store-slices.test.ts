import type { Pool, PoolClient } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { iamUser, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { storeSlices } from './store-slices.ts'

const NOW = Date.parse('2026-11-20T10:00:00Z')
const TARGET = { accountId: ACCOUNT, region: REGION }
const KEY = { collector: 'trail-events', accountId: ACCOUNT, region: REGION }
const CODE_CHANGED = 'code-changed-by-person'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/orders-role`

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE resource, resource_version, trail_event, trail_hour, trail_day, alert, alert_entry, detection_hit,
       detection_state, detection_progress, collector_cursor CASCADE`,
  )
  const records = ['eu-west-1', 'us-east-1'].map((region) =>
    functionRecord('orders-api', { region, roleArn: known(ROLE) }),
  )
  await saveResources(db.pool, records, { id: null, now: new Date(NOW) })
})
afterAll(() => db.drop())

const store = (records: ReturnType<typeof trailRecord>[], pool: Pool = db.pool) => {
  const { context } = createWorker({ ...db, pool }, { clock: () => NOW })
  return storeSlices(context, TARGET, [{ records, coveredTo: new Date(NOW) }], {
    moved: (client, coveredTo) => moveCursor(client, KEY, { coveredTo }, new Date(NOW)),
  })
}

/** Of the detection that these records are about; others may find something in them too. */
async function stored() {
  const { rows } = await db.pool.query(
    `SELECT (SELECT count(*)::int FROM trail_event) AS events, (SELECT sum(count)::int FROM trail_hour) AS counted,
       (SELECT count(*)::int FROM detection_hit WHERE detection_id = $1) AS hits,
       (SELECT count(*)::int FROM alert WHERE rule_id = $1) AS alerts,
       (SELECT count(*)::int FROM alert_entry e JOIN alert a ON a.id = e.alert_id WHERE a.rule_id = $1) AS entries,
       (SELECT count(*)::int FROM detection_progress) AS progress,
       (SELECT count(*)::int FROM collector_cursor WHERE collector = 'trail-events') AS cursors`,
    [CODE_CHANGED],
  )
  return rows[0]
}
const NOTHING = { events: 0, counted: null, hits: 0, alerts: 0, entries: 0, progress: 0, cursors: 0 }
const EVERYTHING = { events: 3, counted: 3, hits: 1, alerts: 1, entries: 1, progress: 1, cursors: 1 }

/** The same pool, but the statement with this number throws, as when the process dies there. */
function dyingPool(pool: Pool, atStatement: number): { pool: Pool; said: () => number } {
  let statements = 0
  const wrap = <T extends Pool | PoolClient>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name, object)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (name === 'query' && args[0] !== 'ROLLBACK') {
            statements += 1
            if (statements === atStatement) throw new Error('killed')
          }
          const result: unknown = value.apply(object, args)
          return name === 'connect'
            ? Promise.resolve(result).then((client) => wrap(client as PoolClient))
            : result
        }
      },
    })
  return { pool: wrap(pool), said: () => statements }
}

describe('storing what CloudTrail says', () => {
  it('keeps all or nothing, at whatever statement the worker dies, and the next one loses and doubles nothing', async () => {
    const records = [
      trailRecord({}, 'a'),
      trailRecord({}, 'b'),
      trailRecord({ errorCode: 'AccessDenied' }, 'c'),
    ]
    let statement = 1
    for (; statement < 80; statement++) {
      const { pool } = dyingPool(db.pool, statement)
      const outcome = await store(records, pool).then(
        () => 'stored',
        (error: Error) => error.message,
      )
      if (outcome === 'stored') break
      expect(outcome).toBe('killed')
      expect(await stored()).toEqual(NOTHING)
    }
    expect(statement).toBeGreaterThan(6)
    expect(await stored()).toEqual(EVERYTHING)
    expect(await store(records)).toEqual([])
    expect(await stored()).toEqual(EVERYTHING)
    const { rows } = await db.pool.query('SELECT occurrences, evidence FROM alert WHERE rule_id = $1', [
      CODE_CHANGED,
    ])
    expect(rows).toMatchObject([{ occurrences: 2, evidence: { eventIds: ['a', 'b'] } }])
  })

  it('wakes nobody for what is older than a day, but keeps it', async () => {
    await store([trailRecord({ eventTime: '2026-11-18T09:00:00Z' })])
    expect(await stored()).toMatchObject({ events: 1, alerts: 0 })
  })

  it('passes over what became too old to be kept while it was read, without a word', async () => {
    await store([
      trailRecord({ eventTime: '2026-08-22T09:59:59Z' }),
      trailRecord({ eventTime: '2026-08-22T10:00:01Z' }),
    ])
    expect(await stored()).toMatchObject({ events: 1, cursors: 1 })
    expect((await db.pool.query('SELECT * FROM trail_reject')).rows).toEqual([])
  })

  it('links an alert to the function of its own region, and to none where that is not known', async () => {
    await store([
      trailRecord({}, 'here'),
      trailRecord({ awsRegion: 'us-east-1', userIdentity: iamUser('bob') }, 'there'),
      trailRecord({ awsRegion: 'ap-south-1', userIdentity: iamUser('eve') }, 'nowhere'),
    ])
    const { rows } = await db.pool.query(
      `SELECT a.region AS alert, r.region AS resource FROM alert a LEFT JOIN resource r ON r.id = a.resource_id
       WHERE a.rule_id = $1 ORDER BY 1`,
      [CODE_CHANGED],
    )
    expect(rows).toEqual([
      { alert: 'ap-south-1', resource: null },
      { alert: 'eu-west-1', resource: 'eu-west-1' },
      { alert: 'us-east-1', resource: 'us-east-1' },
    ])
  })

  it('makes one incident of a leaked session that is used in several regions', async () => {
    await db.pool.query("DELETE FROM resource WHERE region = 'us-east-1'")
    const use = (awsRegion: string, id: string) =>
      trailRecord(
        {
          awsRegion,
          eventSource: 's3.amazonaws.com',
          eventName: 'ListBuckets',
          requestParameters: null,
          userIdentity: roleSession('orders-role', 'orders-api'),
        },
        id,
      )
    await store([use('us-east-1', 'x')])
    await store([use('eu-west-1', 'y'), use('ap-south-1', 'z')])
    const { rows } = await db.pool.query(
      `SELECT rule_id, region, occurrences FROM alert WHERE rule_id = 'function-role-used-elsewhere'`,
    )
    expect(rows).toEqual([{ rule_id: 'function-role-used-elsewhere', region: 'eu-west-1', occurrences: 3 }])
  })
})
