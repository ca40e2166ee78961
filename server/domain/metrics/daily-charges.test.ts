import { expect, test } from 'vitest'
import { dailyCharges, forecastMonth } from './daily-charges.ts'

const charge = (accountId: string, day: string, usd: number) => ({ accountId, day, usd })

test('a day costs what it adds to the month, over all accounts', () => {
  const charges = [
    charge('a', '2026-11-10', 100),
    charge('a', '2026-11-11', 110),
    charge('b', '2026-11-10', 5),
    charge('b', '2026-11-11', 6),
  ]
  expect(dailyCharges(charges, ['2026-11-11'])).toEqual([{ day: '2026-11-11', usd: 11 }])
})

test('the first of a month begins at nothing', () => {
  expect(
    dailyCharges([charge('a', '2026-10-31', 900), charge('a', '2026-11-01', 12)], ['2026-11-01']),
  ).toEqual([{ day: '2026-11-01', usd: 12 }])
})

test('a day without a figure, or without one before it, is unknown', () => {
  const charges = [charge('a', '2026-11-10', 1), charge('a', '2026-11-12', 3)]
  expect(dailyCharges(charges, ['2026-11-11', '2026-11-12'])).toEqual([
    { day: '2026-11-11', usd: null },
    { day: '2026-11-12', usd: null },
  ])
  expect(dailyCharges([], ['2026-11-12'])).toEqual([{ day: '2026-11-12', usd: null }])
})

test('a correction downwards is not a negative charge', () => {
  expect(
    dailyCharges([charge('a', '2026-11-10', 10), charge('a', '2026-11-11', 9)], ['2026-11-11'])[0]?.usd,
  ).toBe(0)
})

test('the forecast goes on at the pace so far, and waits for a first full day', () => {
  expect(forecastMonth(100, Date.parse('2026-11-11T00:00:00Z'))).toBeCloseTo(300)
  expect(forecastMonth(100, Date.parse('2026-11-01T20:00:00Z'))).toBeNull()
})
