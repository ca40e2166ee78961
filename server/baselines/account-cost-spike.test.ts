import { describe, expect, it } from 'vitest'
import type { AccountCostWindow } from '#server/domain/money/cost-window.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { accountCostWindow } from '#server/testing/records/cost-windows.ts'
import { pointsOf } from '#server/testing/records/metric-windows.ts'
import { accountCostSpike } from './account-cost-spike.ts'

const dear = pointsOf((ago) => (ago <= 40 ? 4 : 1), 2 * HOUR_MS)
const movers = Array.from({ length: 9 }, (_, i) => ({
  functionName: `fn-${i}`,
  region: 'eu-west-1',
  extraUsdPerHour: 4,
}))

describe('account-cost-spike', () => {
  it.each<[string, string, Partial<AccountCostWindow>]>([
    ['quiet', 'the usual', {}],
    ['breach', 'four times the usual', { fine: dear, movers }],
    [
      'quiet',
      'what one function makes up by itself',
      { fine: dear, movers: [{ ...movers[0], functionName: 'a', region: 'b', extraUsdPerHour: 30 }] },
    ],
    [
      'quiet',
      'an hour that was as dear on another day',
      { fine: dear, movers, usualHours: [12, 12, 12, 48] },
    ],
    ['quiet', 'a few cents', { fine: dear.map(([at, usd]) => [at, usd / 100]), usualHours: [0.1, 0.1, 0.1] }],
    ['unknown', 'two days', { fine: dear, movers, usualHours: [12, 12] }],
    ['unknown', 'metrics that were never polled', { fine: dear, polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(accountCostSpike.evaluate(accountCostWindow(changes)).state).toBe(state)
  })

  it('names those that grew most', () => {
    expect(accountCostSpike.evaluate(accountCostWindow({ fine: dear, movers }))).toMatchObject({
      breach: { evidence: expect.arrayContaining([{ label: 'fn-0', value: '$96.00 more a day' }]) },
    })
  })
})
