import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS } from '#server/domain/time.ts'
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createMaintenanceWindow, endMaintenanceWindow } from './change-maintenance-windows.ts'
import { listMaintenanceWindows } from './list-maintenance-windows.ts'
import { createMaintenanceInput, listMaintenanceQuery } from './schema.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(() => database.pool.query('TRUNCATE maintenance_window CASCADE'))
afterAll(() => database.drop())

const context = (role: 'viewer' | 'responder' = 'responder', now = NOW) => makeContext(database, role, now)
const hours = (count: number) => new Date(NOW + count * HOUR_MS).toISOString()
const reason = 'The database moves'
const input = (times: unknown, selector: unknown = {}) =>
  createMaintenanceInput.parse({ selector, times, reason })
const once = (from: number, to: number) => ({ kind: 'once', startsAt: hours(from), endsAt: hours(to) })
const saturdays = {
  kind: 'weekly',
  days: [6, 6],
  startMinute: 120,
  durationMinutes: 90,
  timeZone: 'Europe/Berlin',
}
const list = (query: Record<string, unknown> = {}) =>
  listMaintenanceWindows(context('viewer'), listMaintenanceQuery.parse(query))

describe('maintenance windows', () => {
  it('keeps when, what, why and who, and tells which hold now', async () => {
    await createMaintenanceWindow(context(), input(saturdays, { functionName: 'orders-*' }))
    await createMaintenanceWindow(context(), input(once(-1, 2)))
    const { items, facets } = await list()
    expect(items).toMatchObject([
      { kind: 'once', state: 'now', holdsUntil: hours(2), reason, incidents: 0 },
      {
        kind: 'weekly',
        state: 'planned',
        days: [6],
        selector: { functionName: 'orders-*', accountId: null },
      },
    ])
    expect(facets.state.map(({ count }) => count)).toEqual([1, 1, 0])
    expect(items[0]?.createdBy).toBe(context().actor?.name)
  })

  it('ends one before its time, once, and keeps it listed', async () => {
    const { id } = await createMaintenanceWindow(context(), input(once(-1, 2)))
    expect(await endMaintenanceWindow(context(), { id })).toMatchObject({ state: 'ended', holdsUntil: null })
    await expect(endMaintenanceWindow(context(), { id })).rejects.toThrow(ConflictError)
    expect((await list()).total).toBe(0)
    expect((await list({ state: 'ended' })).items).toMatchObject([{ id, endedBy: context().actor?.name }])
  })

  it.each([
    ['one that is over', once(-3, -1)],
    ['one that ends before it begins', once(2, 1)],
    ['one of a month', once(0, 24 * 30)],
  ])('refuses %s', async (_what, times) => {
    await expect(createMaintenanceWindow(context(), input(times))).rejects.toThrow(InvalidInputError)
  })

  it.each([
    ['a time zone that is none', { ...saturdays, timeZone: 'Middle/Earth' }],
    ['no day', { ...saturdays, days: [] }],
    ['more than a day', { ...saturdays, durationMinutes: 2000 }],
  ])('does not understand %s', (_what, times) => {
    expect(createMaintenanceInput.safeParse({ selector: {}, times, reason }).success).toBe(false)
  })

  it('is for responders, and is written down', async () => {
    await expect(createMaintenanceWindow(context('viewer'), input(once(0, 1)))).rejects.toThrow(
      ForbiddenError,
    )
    await expect(endMaintenanceWindow(context(), { id: randomUUID() })).rejects.toThrow(NotFoundError)
    const { id } = await createMaintenanceWindow(context(), input(once(0, 1)))
    await endMaintenanceWindow(context(), { id })
    const { rows } = await database.pool.query(
      'SELECT action FROM audit_entry WHERE entity_id = $1 ORDER BY id',
      [id],
    )
    expect(rows.map(({ action }) => action)).toEqual(['maintenance-window.create', 'maintenance-window.end'])
  })

  it('finds them by words', async () => {
    await createMaintenanceWindow(context(), input(once(0, 1), { functionName: 'refunds' }))
    expect((await list({ q: 'REFUNDS' })).total).toBe(1)
    expect((await list({ q: 'mailer' })).total).toBe(0)
  })
})
