import { expect, it } from 'vitest'
import { estimateWatch, TYPICAL_SHARES } from './estimate-watch.ts'

const typical = (functions: number) => estimateWatch({ regions: 1, functions, ...TYPICAL_SHARES })

it('estimates a month from how many functions there are and what they do', () => {
  expect(typical(0).usdPerMonth).toBeCloseTo(6 * 43_200 * 0.00001 + 48 * 30 * 0.00001)
  const idle = estimateWatch({ regions: 1, functions: 1000, activeShare: 0, quietShare: 0 })
  expect(idle.usdPerMonth).toBeCloseTo(typical(0).usdPerMonth)
  const busy = estimateWatch({ regions: 1, functions: 100, activeShare: 1, quietShare: 0 })
  expect(busy.usdPerMonth - typical(0).usdPerMonth).toBeCloseTo(100 * 6 * 8640 * 0.00001, 1)
  expect(typical(1000).freeCallsPerDay).toBeGreaterThan(typical(10).freeCallsPerDay)
  expect(typical(1000).chargedCallsPerDay).toBeGreaterThan(1440)
})
