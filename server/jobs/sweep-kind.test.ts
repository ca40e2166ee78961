import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CollectorContext, defineCollector } from '#server/collectors/define-collector.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { isDueForVerification, sweepKind } from './sweep-kind.ts'

describe('verification', () => {
  it('comes once a day to each resource, however the sweeps are spaced', () => {
    const sweeps = fc.array(fc.integer({ min: 1, max: DAY_MS - 1 }), { maxLength: 60 })
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 1e13 }), sweeps, (arn, startMs, offsets) => {
        let before = startMs
        let times = 0
        for (const offset of [...offsets.toSorted((a, b) => a - b), DAY_MS]) {
          if (isDueForVerification(arn, before, startMs + offset)) times += 1
          before = startMs + offset
        }
        expect(times).toBe(1)
      }),
    )
  })

  it('is spread over the day', () => {
    const arns = Array.from({ length: 2400 }, (_, i) => `arn:aws:lambda:eu-west-1:1:function:f${i}`)
    const at = Date.UTC(2026, 10, 20, 9)
    const due = arns.filter((arn) => isDueForVerification(arn, at - HOUR_MS, at))
    expect(due.length).toBeGreaterThan(20)
    expect(due.length).toBeLessThan(400)
  })
})

const LIST = {
  name: 'ListFunctions',
  permission: 'lambda:ListFunctions',
  service: 'lambda',
  hides: '',
} as const

describe('a sweep', () => {
  const START = Date.UTC(2026, 10, 20, 9)
  const TARGET = {
    account: { id: ACCOUNT, partition: 'aws', roleArn: null, externalId: null },
    region: REGION,
  }
  let db: Awaited<ReturnType<typeof createTestDatabase>>
  let changed: boolean
  beforeAll(async () => {
    db = await createTestDatabase()
  })
  beforeEach(() =>
    db.pool.query(
      'TRUNCATE resource, resource_version, collector_run, collector_cursor, trail_event CASCADE',
    ),
  )
  afterAll(() => db.drop())

  /** Sweeps with a collector that lists these functions, and gives what the collector was told. */
  async function sweep(
    minutes: number,
    names: string[],
    complete = true,
    record: (context: CollectorContext, name: string) => FunctionRecord = (_, name) => functionRecord(name),
    problem?: 'denied',
  ): Promise<CollectorContext | undefined> {
    let told: CollectorContext | undefined
    const collector = defineCollector<FunctionRecord>({
      id: 'functions',
      title: 'Functions',
      scope: 'region',
      kind: 'function',
      reusesStored: true,
      operations: [],
      async *collect(context) {
        told = context
        yield names.map((name) => record(context, name))
        if (problem) context.report.addProblem(LIST, { state: problem, code: 'AccessDenied', message: '' })
        return { complete }
      },
    })
    const { context } = createWorker(db, { clock: () => START + minutes * MINUTE_MS })
    changed = await sweepKind(context, TARGET, collector, 'function', new AbortController().signal)
    return told
  }
  const live = async () => {
    const { rows } = await db.pool.query('SELECT name FROM resource WHERE deleted_at IS NULL ORDER BY name')
    return rows.map((row) => row.name)
  }

  it('marks as deleted what a complete listing no longer has', async () => {
    await sweep(0, ['a', 'b'])
    await sweep(5, ['a'])
    expect(await live()).toEqual(['a'])
  })

  it('marks nothing as deleted after a listing that broke off', async () => {
    await sweep(0, ['a', 'b'])
    await sweep(5, ['a'], false)
    expect(await live()).toEqual(['a', 'b'])
    await sweep(10, [])
    expect(await live()).toEqual([])
  })

  it('remembers that it was denied, and for how long it did not come to its end', async () => {
    const kept = async () => (await db.prisma.collectorCursor.findFirstOrThrow()).cursor
    await sweep(0, ['a'])
    expect(await kept()).toEqual({ sweptTo: new Date(START).toISOString() })
    await sweep(5, ['a'], false)
    expect(changed).toBe(false)
    await sweep(10, ['a'], false, undefined, 'denied')
    expect(changed).toBe(true)
    await sweep(15, ['a'], false, undefined, 'denied')
    expect(changed).toBe(false)
    expect(await kept()).toEqual({
      sweptTo: new Date(START).toISOString(),
      brokenSince: new Date(START + 5 * MINUTE_MS).toISOString(),
      denied: true,
    })
    await sweep(20, ['a'])
    expect(changed).toBe(true)
    expect(await kept()).toEqual({ sweptTo: new Date(START + 20 * MINUTE_MS).toISOString() })
  })

  it('reads again what CloudTrail says was changed, until a sweep has been through', async () => {
    await sweep(0, ['orders-api'])
    await saveEvents(db.pool, [
      trailRecord({ eventTime: new Date(START).toISOString() }),
      trailRecord({
        eventTime: new Date(START).toISOString(),
        eventName: 'GetPolicy',
        readOnly: true,
        requestParameters: { functionName: 'read-only' },
      }),
    ])
    await db.pool.query('UPDATE trail_event SET ingested_at = $1', [new Date(START + 3 * MINUTE_MS)])
    expect([...((await sweep(5, ['orders-api'], false))?.refresh ?? [])]).toEqual(['orders-api'])
    expect([...((await sweep(10, ['orders-api']))?.refresh ?? [])]).toEqual(['orders-api'])
    expect([...((await sweep(15, ['orders-api']))?.refresh ?? [])]).toEqual([])
  })

  it('gives the collector what is stored', async () => {
    await sweep(0, ['a'])
    const { arn } = functionRecord('a')
    expect((await sweep(5, ['a']))?.previous(arn)).toMatchObject({ name: 'a' })
  })

  it('keeps alive what the collector hands back as it is stored, and says whether anything changed', async () => {
    await sweep(0, ['a', 'b'])
    expect(changed).toBe(true)
    const asStored = (context: CollectorContext, name: string) => {
      const stored = context.previous(functionRecord(name).arn)
      if (stored?.kind !== 'function') throw new Error('nothing is stored')
      return stored
    }
    await sweep(5, ['a', 'b'], true, asStored)
    expect(await live()).toEqual(['a', 'b'])
    expect(changed).toBe(false)
    await sweep(10, ['a'], true, asStored)
    expect(await live()).toEqual(['a'])
    expect(changed).toBe(true)
  })
})
