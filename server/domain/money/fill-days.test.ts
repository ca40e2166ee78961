import { expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { estimateMonth } from './estimate-month.ts'
import { fillDays } from './fill-days.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const dayOf = (ago: number) => new Date(NOW - ago * DAY_MS).toISOString().slice(0, 10)
const range = { fromMs: Date.UTC(2026, 8, 25), toMs: Date.UTC(2026, 10, 21) }
const nothing = (day: string) => ({ day, usd: 0 })
const isWeekday = (day: string) => ![0, 6].includes(new Date(day).getUTCDay())
const isMonday = (day: string) => new Date(day).getUTCDay() === 1

it.each<[string, (day: string) => boolean, number]>([
  ['a batch each Monday', isMonday, 50],
  ['what rests at weekends', isWeekday, 210],
])('forecasts %s by the days that it ran on', (_what, runs, monthUsd) => {
  const rows = Array.from({ length: 56 }, (_, ago) => dayOf(ago))
    .filter(runs)
    .map((day) => ({ day, usd: day === dayOf(0) ? 5 : 10 }))
  const month = estimateMonth(fillDays(rows, new Set(), range, nothing), NOW)
  expect(month.missingDays).toBe(0)
  expect(Math.abs((month.forecast?.usd ?? 0) - monthUsd)).toBeLessThan(monthUsd / 8)
})

it('knows a day before the first call where the account is known, and no other', () => {
  const rows = [{ day: dayOf(2), usd: 3 }]
  expect(fillDays(rows, new Set([dayOf(4)]), range, nothing)).toEqual([
    { day: dayOf(4), usd: 0 },
    { day: dayOf(2), usd: 3 },
    { day: dayOf(1), usd: 0 },
    { day: dayOf(0), usd: 0 },
  ])
  expect(fillDays([], new Set(), range, nothing)).toEqual([])
})
