import { describe, expect, it } from 'vitest'
import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { dearFunction, functionCostWindow } from '#server/testing/records/cost-windows.ts'
import { pointsOf } from '#server/testing/records/metric-windows.ts'
import { denialOfWallet } from './denial-of-wallet.ts'

const slower = pointsOf((ago) => (ago <= 20 ? 2000 : 200), 8 * DAY_MS)

describe('denial-of-wallet', () => {
  it.each<[string, string, FunctionCostWindow]>([
    ['quiet', 'a public function that is called as ever', functionCostWindow({ isPublic: true })],
    ['breach', 'ten times the calls of one that anybody may call', dearFunction(10, { isPublic: true })],
    ['quiet', 'ten times the calls of one that not everybody may call', dearFunction(10)],
    ['quiet', 'ten times the calls where it is not known who may', dearFunction(10, { isPublic: null })],
    ['quiet', 'calls that take ten times as long', dearFunction(10, { isPublic: true, durations: slower })],
    ['unknown', 'metrics that were never polled', dearFunction(10, { isPublic: true, polledUntilMs: null })],
  ])('says %s of %s', (state, _what, window) => {
    expect(denialOfWallet.evaluate(window).state).toBe(state)
  })

  it('counts what was throttled', () => {
    const throttles = pointsOf((ago) => (ago <= 10 ? 40 : 0))
    expect(denialOfWallet.evaluate(dearFunction(10, { isPublic: true, throttles }))).toMatchObject({
      breach: {
        title: 'Flood of calls to orders-api',
        evidence: expect.arrayContaining([{ label: 'Throttled, 15 min', value: '80' }]),
      },
    })
  })
})
