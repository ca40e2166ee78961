import { describe, expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { type DayCost, estimateMonth } from './estimate-month.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

function days(count: number, usdOf: (weekday: number, ago: number) => number): DayCost[] {
  return Array.from({ length: count }, (_, i) => {
    const ago = count - 1 - i
    const at = new Date(NOW - ago * DAY_MS)
    const usd = usdOf(at.getUTCDay(), ago) * (ago === 0 ? 0.5 : 1)
    return { day: at.toISOString().slice(0, 10), usd }
  })
}

describe('estimateMonth', () => {
  it('goes on as days have gone, without an interval where they are all alike', () => {
    const month = estimateMonth(
      days(40, () => 10),
      NOW,
    )
    expect(month).toMatchObject({ toDateUsd: 195, knownFrom: '2026-11-01', missingDays: 0 })
    expect(month.forecast?.usd).toBeCloseTo(300)
    expect(month.forecast?.lowUsd).toBeCloseTo(300)
    expect(month.today).toEqual({ usd: 5, usualUsd: 10 })
  })

  it('knows that weekends are cheap', () => {
    const weekly = (weekday: number) => (weekday === 0 || weekday === 6 ? 2 : 10)
    const month = estimateMonth(days(56, weekly), NOW)
    const real = Array.from({ length: 30 }, (_, i) =>
      weekly(new Date(Date.UTC(2026, 10, i + 1)).getUTCDay()),
    ).reduce((sum, usd) => sum + usd, 0)
    expect(Math.abs((month.forecast?.usd ?? 0) - real) / real).toBeLessThan(0.03)
  })

  it('gives an interval that holds the month where days scatter', () => {
    let seed = 7
    const chance = () => {
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    }
    let held = 0
    for (let run = 0; run < 200; run++) {
      const known = days(40, () => 5 + 10 * chance())
      const { forecast, toDateUsd } = estimateMonth(known, NOW)
      let usd = toDateUsd + 0.5 * (5 + 10 * chance())
      for (let day = 21; day <= 30; day++) usd += 5 + 10 * chance()
      if (forecast && forecast.lowUsd <= usd && usd <= forecast.highUsd) held++
    }
    expect(held).toBeGreaterThan(150)
  })

  it('estimates the days before it was watched, and says how many', () => {
    const month = estimateMonth(
      days(10, () => 10),
      NOW,
    )
    expect(month).toMatchObject({ toDateUsd: 95, knownFrom: '2026-11-11', missingDays: 10 })
    expect(month.forecast?.usd).toBeCloseTo(300)
  })

  it('does not let one runaway day run the forecast', () => {
    const month = estimateMonth(
      days(40, (_, ago) => (ago === 3 ? 500 : 10)),
      NOW,
    )
    expect(month.forecast?.usd).toBeLessThan(300 + 490 + 60)
  })

  it.each([0, 1, 3])('has no forecast from %d days', (count) => {
    expect(
      estimateMonth(
        days(count, () => 10),
        NOW,
      ).forecast,
    ).toBeNull()
  })

  it('stays at what it knows where nothing was spent', () => {
    expect(
      estimateMonth(
        days(30, () => 0),
        NOW,
      ).forecast,
    ).toEqual({ usd: 0, lowUsd: 0, highUsd: 0 })
  })
})
