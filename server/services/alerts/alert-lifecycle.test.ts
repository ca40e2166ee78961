import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Signal } from '#server/domain/signal.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { recordSignals } from './record-signals.ts'
import { resolveQuietAlerts } from './resolve-quiet-alerts.ts'
import { wakeSnoozedAlerts } from './wake-snoozed-alerts.ts'

const START = Date.UTC(2026, 10, 20, 9)
const at = (minutes: number) => new Date(START + minutes * MINUTE_MS)
const FINGERPRINT = 'throttles:111122223333:eu-west-1:orders-api'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(() => db.pool.query('TRUNCATE alert, alert_entry CASCADE'))
afterAll(() => db.drop())

function signal(minutes: number, changes: Partial<Signal> & { eventIds?: string[] } = {}): Signal {
  const { eventIds = [], ...rest } = changes
  return {
    ruleId: 'throttles',
    ruleKind: 'baseline',
    severity: 'medium',
    fingerprint: FINGERPRINT,
    title: `at ${minutes}`,
    summary: `seen at ${minutes}`,
    accountId: '111122223333',
    region: 'eu-west-1',
    functionName: 'orders-api',
    resourceId: null,
    startedAt: at(minutes),
    seenAt: at(minutes),
    evidence: { items: [], eventIds, metric: null },
    ...rest,
  }
}

const record = (minutes: number, ...signals: Signal[]) =>
  inTransaction(db.pool, (client) => recordSignals(client, signals, at(minutes)))
const quiet = (minutes: number, clearAfterMs = 20 * MINUTE_MS) =>
  inTransaction(db.pool, (client) =>
    resolveQuietAlerts(client, [{ fingerprint: FINGERPRINT, clearAfterMs }], at(minutes)),
  )
const alerts = async () => (await db.pool.query('SELECT * FROM alert ORDER BY created_at, fingerprint')).rows
const entries = async () => {
  const { rows } = await db.pool.query('SELECT kind, text, actor FROM alert_entry ORDER BY at, kind')
  return rows.map((row) => row.kind)
}
const acknowledge = () => db.pool.query("UPDATE alert SET state = 'acknowledged', acknowledged_by = 'ann'")
const resolveByHand = async (minutes: number) => {
  await db.pool.query("UPDATE alert SET state = 'resolved', resolved_at = $1", [at(minutes)])
  await db.pool.query(
    `INSERT INTO alert_entry (id, alert_id, at, kind, actor_id, actor)
     SELECT gen_random_uuid(), id, $1, 'resolved', 'u1', 'ann' FROM alert`,
    [at(minutes)],
  )
}

describe('an incident', () => {
  it('is one alert, however often it is seen', async () => {
    expect(await record(0, signal(0))).toBe(1)
    expect(await record(1, signal(0))).toBe(0)
    expect(await record(6, signal(5, { startedAt: at(0) }))).toBe(0)
    expect(await alerts()).toMatchObject([
      { state: 'firing', occurrences: 2, started_at: at(0), last_seen_at: at(5), summary: 'seen at 5' },
    ])
    expect(await entries()).toEqual(['opened'])
  })

  it('is one alert when several workers see it at once, and keeps what each of them saw', async () => {
    const seen = Array.from({ length: 8 }, (_, i) =>
      signal(i, { ruleKind: 'detection', eventIds: [`e${i}`] }),
    )
    const others = seen.map((one) => ({ ...one, fingerprint: 'other' }))
    const opened = await Promise.all(
      seen.map((one, i) => record(10, ...(i % 2 ? [one, others[i] ?? one] : [others[i] ?? one, one]))),
    )
    expect(opened.reduce((a, b) => a + b)).toBe(2)
    const rows = await alerts()
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(row).toMatchObject({ occurrences: 8, started_at: at(0), last_seen_at: at(7) })
      expect(row.evidence.eventIds.toSorted()).toEqual(seen.map((_, i) => `e${i}`))
    }
  })

  it('says the same in whatever order its events arrive', async () => {
    const seen = Array.from({ length: 6 }, (_, i) =>
      signal(i, { ruleKind: 'detection', eventIds: [`e${i}`] }),
    )
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })
    await fc.assert(
      fc.asyncProperty(order, async (indexes) => {
        await db.pool.query('TRUNCATE alert, alert_entry CASCADE')
        for (const i of indexes) await record(10, ...(seen[i] ? [seen[i]] : []))
        expect(await alerts()).toMatchObject([
          { title: 'at 5', started_at: at(0), last_seen_at: at(5), occurrences: 6, severity: 'medium' },
        ])
      }),
      { numRuns: 15 },
    )
  })

  it('escalates with a line in its timeline, and does not calm down again', async () => {
    await record(0, signal(0))
    await record(5, signal(5, { severity: 'critical' }))
    await record(10, signal(10, { severity: 'low' }))
    expect(await alerts()).toMatchObject([{ severity: 'critical', last_seen_at: at(10) }])
    expect(await entries()).toEqual(['opened', 'updated'])
  })

  it('resolves only when it has been quiet for the clearing time', async () => {
    await record(0, signal(0))
    expect(await quiet(19)).toBe(0)
    expect(await quiet(20)).toBe(1)
    expect(await quiet(25)).toBe(0)
    expect(await alerts()).toMatchObject([{ state: 'resolved', resolved_at: at(20) }])
    expect(await entries()).toEqual(['opened', 'resolved'])
  })

  it('stays as it is while nobody could look', async () => {
    await record(0, signal(0))
    await record(500)
    expect(await inTransaction(db.pool, (client) => resolveQuietAlerts(client, [], at(500)))).toBe(0)
    expect(await alerts()).toMatchObject([{ state: 'firing' }])
  })

  it('reopens with its acknowledgement when it is back within the hour', async () => {
    await record(0, signal(0))
    await acknowledge()
    await quiet(20)
    expect(await record(60, signal(60))).toBe(0)
    expect(await alerts()).toMatchObject([{ state: 'acknowledged', resolved_at: null, started_at: at(0) }])
    expect(await entries()).toEqual(['opened', 'resolved', 'reopened'])
  })

  it('is a new one when it is back later', async () => {
    await record(0, signal(0))
    await quiet(20)
    expect(await record(90, signal(90))).toBe(1)
    expect((await alerts()).map((row) => row.state)).toEqual(['resolved', 'firing'])
  })

  it('stays resolved by hand until the condition is seen anew, and is a new one then', async () => {
    await record(0, signal(0))
    await resolveByHand(10)
    expect(await record(11, signal(9))).toBe(0)
    expect(await record(16, signal(15))).toBe(1)
    expect((await alerts()).map((row) => row.state)).toEqual(['resolved', 'firing'])
  })

  it('is a new one for an event that arrives after somebody resolved it, however late', async () => {
    await record(0, signal(0, { ruleKind: 'detection', eventIds: ['e1'] }))
    await resolveByHand(10)
    expect(await record(12, signal(9, { ruleKind: 'detection', eventIds: ['e2'] }))).toBe(1)
  })

  it('wakes from its snooze when that ends, once', async () => {
    await record(0, signal(0))
    await db.pool.query("UPDATE alert SET state = 'snoozed', snoozed_until = $1", [at(30)])
    await record(20, signal(20))
    const wake = (minutes: number) =>
      inTransaction(db.pool, (client) => wakeSnoozedAlerts(client, at(minutes)))
    expect(await wake(29)).toBe(0)
    expect(await alerts()).toMatchObject([{ state: 'snoozed' }])
    const woken = await Promise.all([wake(30), wake(30)])
    expect(woken.reduce((a, b) => a + b)).toBe(1)
    expect(await alerts()).toMatchObject([{ state: 'firing', snoozed_until: null }])
    expect(await entries()).toEqual(['opened', 'woke'])
  })

  it('takes hostile and endless text', async () => {
    const text = `\u0000\ud800${'x'.repeat(20_000)}`
    await record(0, signal(0, { fingerprint: text, title: text, summary: text, functionName: text }))
    expect(await record(1, signal(1, { fingerprint: text, title: 'again' }))).toBe(0)
    expect(await alerts()).toMatchObject([{ title: 'again' }])
  })
})
