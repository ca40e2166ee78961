import { describe, expect, it } from 'vitest'
import { isTimeZone, type Maintenance, maintainedUntil, maintenanceOf } from './maintenance.ts'

const at = (text: string) => Date.parse(text)
const once: Maintenance = {
  id: 'a',
  accountId: null,
  region: null,
  functionName: null,
  kind: 'once',
  startsMs: at('2026-11-20T10:00Z'),
  endsMs: at('2026-11-20T12:00Z'),
  days: [],
  startMinute: null,
  durationMinutes: null,
  timeZone: 'UTC',
  endedMs: null,
  reason: 'Database moves',
}
/** Saturdays and Sundays from 23:30 for two hours, Berlin's time. */
const weekly: Maintenance = {
  ...once,
  kind: 'weekly',
  startsMs: at('2026-01-01T00:00Z'),
  endsMs: null,
  days: [6, 0],
  startMinute: 23 * 60 + 30,
  durationMinutes: 120,
  timeZone: 'Europe/Berlin',
}

describe('maintainedUntil', () => {
  it.each([
    ['before it', once, '2026-11-20T09:59Z', null],
    ['at its start', once, '2026-11-20T10:00Z', '2026-11-20T12:00Z'],
    ['at its end', once, '2026-11-20T12:00Z', null],
    ['ended before its time', { ...once, endedMs: at('2026-11-20T11:00Z') }, '2026-11-20T11:30Z', null],
    ['on its day', weekly, '2026-11-21T22:45Z', '2026-11-22T00:30Z'],
    ['past midnight', weekly, '2026-11-22T00:10Z', '2026-11-22T00:30Z'],
    ['past the midnight of a day on which none begins', weekly, '2026-11-24T00:10Z', null],
    ['in summer, an hour earlier', weekly, '2026-07-04T21:30Z', '2026-07-04T23:30Z'],
    ['on another day', weekly, '2026-11-20T22:45Z', null],
    ['after the last of them', { ...weekly, endsMs: at('2026-11-01T00:00Z') }, '2026-11-21T22:45Z', null],
  ])('knows what holds %s', (_when, window, moment, until) => {
    expect(maintainedUntil(window, at(moment))).toBe(until === null ? null : at(until))
  })
})

describe('maintenanceOf', () => {
  const subject = { accountId: '111122223333', region: 'eu-west-1', functionName: 'orders-api' }
  it.each([
    ['everything', {}, true],
    ['the account', { accountId: '111122223333' }, true],
    ['another account', { accountId: '444455556666' }, false],
    ['another region', { region: 'us-east-1' }, false],
    ['the function by a pattern', { functionName: 'orders-*' }, true],
    ['another function', { functionName: 'refunds' }, false],
  ])('covers a function by a window for %s', (_what, selector, covered) => {
    const found = maintenanceOf([{ ...once, ...selector }], subject, at('2026-11-20T11:00Z'))
    expect(found !== undefined).toBe(covered)
  })

  it('leaves the account as a whole alone where functions are named', () => {
    const windows = [{ ...once, functionName: '*' }]
    expect(
      maintenanceOf(windows, { ...subject, functionName: null }, at('2026-11-20T11:00Z')),
    ).toBeUndefined()
  })

  it('takes the one that ends last', () => {
    const longer = { ...once, id: 'b', endsMs: at('2026-11-20T15:00Z') }
    expect(maintenanceOf([once, longer], subject, at('2026-11-20T11:00Z'))?.window.id).toBe('b')
  })
})

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Middle/Earth', false],
])('knows time zones by name: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known)
})
