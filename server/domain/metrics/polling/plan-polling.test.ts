import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { simulatePolling } from '#server/testing/simulate-polling.ts'
import { METRIC_USD } from './month-budget.ts'
import { planPolling, type WatchedFunction, wantedOf } from './plan-polling.ts'

const fn = (name: string, more: Partial<WatchedFunction> = {}): WatchedFunction => ({
  name,
  core: 4,
  rare: 3,
  perHour: 1000,
  troubled: false,
  active: true,
  ...more,
})
const BUSY = fn('busy')
const LESS_BUSY = fn('less-busy', { perHour: 20 })
const QUIET = fn('quiet', { perHour: 5 })
const SELDOM = fn('seldom', { perHour: 0.5 })
const IDLE = fn('idle', { active: false, perHour: 0 })
const TROUBLED = fn('troubled', { troubled: true, perHour: 5 })
const ALL = [BUSY, LESS_BUSY, QUIET, SELDOM, IDLE, TROUBLED]

const plan = (functions: WatchedFunction[], usdPerHour: number, troubleUsdPerHour = 0) =>
  planPolling({ functions, accountMetrics: 6, usdPerHour, troubleUsdPerHour })
const total = (functions: WatchedFunction[]) => {
  const { account, troubled, others } = wantedOf(functions, 6)
  return account + troubled + others
}

describe('a plan for polling', () => {
  it.each([
    [BUSY, 300, 300],
    [fn('unknown', { perHour: null }), 300, 300],
    [QUIET, 900, 900],
    [fn('once in a while', { perHour: 2 }), 1800, 1800],
    [SELDOM, 3600, 3600],
    [TROUBLED, 60, 300],
    [IDLE, 0, 0],
    [fn('idle and changed', { active: false, troubled: true }), 60, 300],
  ])('follows activity where there is money: $name', (one, coreS, rareS) => {
    const { functions, slowed, accountS } = plan([one], 1000)
    expect(functions).toMatchObject([{ coreS, rareS }])
    expect({ slowed, accountS }).toEqual({ slowed: [], accountS: 60 })
  })

  it('costs what it says', () => {
    const wanted = 6 * 60 + (4 + 3) * 12
    expect(plan([BUSY], 1000).plannedUsdPerHour).toBeCloseTo(wanted * METRIC_USD, 9)
  })

  const slowedAt = (share: number) => {
    const { functions, slowed, accountS } = plan(ALL, total(ALL) * share)
    return { of: new Map(functions.map((one) => [one.name, one])), slowed, accountS }
  }

  it('slows rare metrics of quiet functions first, and says so', () => {
    const { of, slowed, accountS } = slowedAt(0.99)
    expect(of.get('quiet')).toMatchObject({ coreS: 900, rareS: 3600 })
    expect(of.get('busy')).toMatchObject({ coreS: 300, rareS: 300 })
    expect(slowed).toEqual([{ group: 'rare', activity: 'quiet', functions: 1, wantedS: 900, slowestS: 3600 }])
    expect(accountS).toBe(60)
  })

  it('slows what is less busy before what is busier', () => {
    const { of } = slowedAt(0.96)
    expect(of.get('less-busy')?.rareS).toBeGreaterThan(of.get('busy')?.rareS ?? 0)
  })

  it('keeps the account as a whole each minute until nothing else is left', () => {
    const { of, accountS } = slowedAt(0.52)
    expect(accountS).toBe(60)
    expect(of.get('busy')?.coreS).toBeGreaterThan(300)
    const least = slowedAt(0.3)
    expect([...least.of.values()].every(({ coreS, rareS }) => coreS === 0 && rareS === 0)).toBe(true)
    expect(least.accountS).toBeGreaterThan(60)
    expect(least.slowed.at(-1)).toMatchObject({ group: 'account', wantedS: 60 })
  })

  it('asks nothing without money', () => {
    expect(plan(ALL, 0)).toMatchObject({ accountS: 0, plannedUsdPerHour: expect.closeTo(0, 12) })
  })

  it('lets trouble use the reserve, and nothing else', () => {
    const calm = total([BUSY])
    const reserve = wantedOf([TROUBLED], 6).troubled
    expect(plan([BUSY, TROUBLED], calm, reserve).slowed).toEqual([])
    expect(plan([BUSY], calm * 0.9, reserve).slowed.length).toBeGreaterThan(0)
  })

  const anyFunction = fc.record({
    core: fc.integer({ min: 0, max: 4 }),
    rare: fc.integer({ min: 0, max: 7 }),
    perHour: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    troubled: fc.boolean(),
    active: fc.boolean(),
  })

  it('never plans more than may be spent, nor starves the account while functions are asked', () => {
    fc.assert(
      fc.property(
        fc.array(anyFunction, { maxLength: 40 }),
        fc.double({ min: 0, max: 0.02, noNaN: true }),
        (list, usdPerHour) => {
          const functions = list.map((one, i) => ({ ...one, name: `f${i}` }))
          const planned = plan(functions, usdPerHour)
          const cost = planned.functions.reduce(
            (sum, { coreS, rareS }, i) =>
              sum +
              METRIC_USD *
                ((coreS ? ((functions[i]?.core ?? 0) * 3600) / coreS : 0) +
                  (rareS ? ((functions[i]?.rare ?? 0) * 3600) / rareS : 0)),
            planned.accountS ? (6 * 3600 * METRIC_USD) / planned.accountS : 0,
          )
          expect(cost).toBeLessThanOrEqual(usdPerHour * 1.000001 + 1e-12)
          expect(planned.plannedUsdPerHour).toBeCloseTo(cost, 9)
          const asksFunctions = planned.functions.some(
            ({ coreS, rareS }, i) =>
              (coreS > 0 && (functions[i]?.core ?? 0) > 0) || (rareS > 0 && (functions[i]?.rare ?? 0) > 0),
          )
          if (asksFunctions) expect(planned.accountS).toBe(60)
        },
      ),
    )
  })
})

describe('a month of polling', () => {
  const START = Date.UTC(2026, 10, 1)

  it('spends no more than the budget, most of it where more is wanted, and asks every active function', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 3, max: 60, noNaN: true }),
        (active, troubledAtOnce, budgetUsd) => {
          const names = Array.from({ length: active }, (_, i) => i)
          const functionsAt = (timeMs: number) =>
            names.map((i) =>
              fn(`f${i}`, {
                perHour: (i + 1) * 7,
                troubled: (Math.floor(timeMs / (6 * HOUR_MS)) * 13 + i * 7) % 40 < troubledAtOnce,
              }),
            )
          const month = { startMs: START, budgetUsd, functionsAt, accountMetrics: 6, replanMs: 3 * HOUR_MS }
          const { spentUsd, wantedUsd, accountShare, longestUnaskedMs } = simulatePolling(month)
          expect(spentUsd).toBeLessThanOrEqual(budgetUsd * 1.05)
          expect(spentUsd).toBeGreaterThanOrEqual(Math.min(budgetUsd, wantedUsd) * 0.95)
          expect(accountShare).toBeGreaterThan(0.995)
          expect(longestUnaskedMs).toBeLessThanOrEqual(7 * DAY_MS)
        },
      ),
      { numRuns: 25 },
    )
  })
})
