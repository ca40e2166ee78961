import { describe, expect, it } from 'vitest'
import { coversWords, emptyDraft, localInput, readDraft, weeklyWords } from './maintenance-draft.ts'

const NOW = Date.parse('2026-11-20T10:02:00Z')
const draft = { ...emptyDraft(NOW, 'Europe/Berlin'), reason: 'The database moves' }

describe('readDraft', () => {
  it('makes an hour from the next five minutes on of what is not changed', () => {
    expect(readDraft(draft).input).toEqual({
      selector: { accountId: null, region: null, functionName: null },
      times: { kind: 'once', startsAt: '2026-11-20T10:05:00.000Z', endsAt: '2026-11-20T11:05:00.000Z' },
      reason: 'The database moves',
    })
  })

  it('reads a weekly one', () => {
    const weekly = {
      ...draft,
      kind: 'weekly' as const,
      days: [6],
      startTime: '23:30',
      hours: '1.5',
      functionName: ' orders-* ',
    }
    expect(readDraft(weekly).input).toMatchObject({
      selector: { functionName: 'orders-*' },
      times: { kind: 'weekly', days: [6], startMinute: 1410, durationMinutes: 90, timeZone: 'Europe/Berlin' },
    })
  })

  it.each([
    ['no reason', { reason: '' }, 'ten characters'],
    ['no day', { kind: 'weekly' as const }, 'Choose a day'],
    ['an account of letters', { account: 'prod' }, 'twelve digits'],
    ['no time zone', { kind: 'weekly' as const, days: [1], timeZone: 'Middle/Earth' }, 'time zone'],
    ['no start', { from: '' }, ''],
  ])('says what is wrong with %s', (_what, changes, words) => {
    const { input, problem } = readDraft({ ...draft, ...changes })
    expect(input).toBeNull()
    expect(problem).toContain(words)
  })
})

it('says what a window covers and when', () => {
  expect(coversWords({ accountId: null, region: null, functionName: null })).toBe(
    'every function and the account as a whole',
  )
  expect(coversWords({ accountId: '111122223333', region: 'eu-west-1', functionName: 'orders-*' })).toBe(
    'orders-* in eu-west-1 of account 111122223333',
  )
  expect(weeklyWords({ days: [6, 0], startMinute: 125, durationMinutes: 90, timeZone: 'UTC' })).toBe(
    'every Sat, Sun from 02:05 for 90 min, UTC',
  )
})

it('writes a moment as a field takes it', () => {
  expect(new Date(localInput(new Date(NOW))).getTime()).toBe(NOW)
})
