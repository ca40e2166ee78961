import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costOf, isCost, type Usage } from './cost-of.ts'
import { PRICED_REGIONS, pricesOf } from './price-table.ts'
import { freeTierUsd, tierShare } from './tier-share.ts'

const usage = (changes: Partial<Usage> = {}): Usage => ({
  region: 'us-east-1',
  architecture: 'x86_64',
  memoryMb: 1024,
  ephemeralMb: 512,
  requests: 1_000_000,
  durationMs: 100_000_000,
  ...changes,
})

const priced = (changes?: Partial<Usage>) => {
  const answer = costOf(usage(changes))
  if (!isCost(answer)) throw new Error(answer)
  return answer
}

describe('costOf', () => {
  it('adds requests to GB-seconds, each invocation half a millisecond longer than it took', () => {
    const cost = priced()
    expect(cost.requestUsd).toBeCloseTo(0.2)
    expect(cost.gbSeconds).toBeCloseTo(100_500)
    expect(cost.computeUsd).toBeCloseTo(100_500 * 0.0000166667)
    expect(cost.usd).toBeCloseTo(0.2 + 100_500 * 0.0000166667)
  })

  it.each<[string, Partial<Usage>, number]>([
    ['a region that is dearer', { region: 'af-south-1' }, 0.27 + 100_500 * 0.0000221],
    ['Arm', { architecture: 'arm64' }, 0.2 + 100_500 * 0.0000133334],
    ['128 MB', { memoryMb: 128 }, 0.2 + 100_500 * 0.125 * 0.0000166667],
    ['the second tier', { tierShare: 0.9 }, 0.2 + 100_500 * 0.000015],
    ['1,536 MB of /tmp', { ephemeralMb: 1536 }, 0.2 + 100_500 * (0.0000166667 + 0.0000000309)],
    ['nothing', { requests: 0, durationMs: 0 }, 0],
    [
      'provisioned concurrency that is used in part',
      { provisioned: { concurrency: 10, seconds: 86_400 } },
      0.2 + 864_000 * 0.0000041667 + 100_500 * 0.0000097222,
    ],
    [
      'provisioned concurrency that is too little',
      { provisioned: { concurrency: 1, seconds: 86_400 } },
      0.2 + 86_400 * (0.0000041667 + 0.0000097222) + (100_500 - 86_400) * 0.0000166667,
    ],
  ])('prices %s', (_what, changes, expected) => {
    expect(priced(changes).usd).toBeCloseTo(expected, 4)
  })

  it('tells what of provisioned concurrency nobody used', () => {
    const cost = priced({ provisioned: { concurrency: 10, seconds: 86_400 } })
    expect(cost.unusedUsd).toBeCloseTo((864_000 - 100_500) * 0.0000041667)
  })

  it('saves a fifth on Arm, and nothing where it runs there', () => {
    expect(priced().armSavingUsd / priced().computeUsd).toBeCloseTo(0.2, 4)
    expect(priced({ architecture: 'arm64' }).armSavingUsd).toBe(0)
  })

  it.each<[string, Partial<Usage>]>([
    ['region', { region: 'mars-north-1' }],
    ['region', { region: 'toString' }],
    ['memory', { memoryMb: null }],
    ['architecture', { architecture: null }],
    ['architecture', { architecture: 'riscv' }],
    ['provisioned', { region: 'ap-southeast-3', provisioned: { concurrency: 100, seconds: 86_400 } }],
    ['storage', { region: 'ap-southeast-3', ephemeralMb: 10_240 }],
  ])('has no price without %s', (gap, changes) => {
    expect(costOf(usage(changes))).toBe(gap)
  })

  it('is never negative nor less for more', () => {
    const amount = fc.double({ min: 0, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(fc.constantFrom(...PRICED_REGIONS), amount, amount, (region, requests, durationMs) => {
        const one = priced({ region, requests, durationMs })
        const more = priced({ region, requests: requests + 1, durationMs: durationMs + 1 })
        expect(one.usd).toBeGreaterThanOrEqual(0)
        expect(more.usd).toBeGreaterThanOrEqual(one.usd)
      }),
    )
  })
})

describe('price table', () => {
  it.each(PRICED_REGIONS)('of %s is in the order of magnitude of Lambda', (region) => {
    const prices = pricesOf(region)
    expect(prices?.request).toBeGreaterThan(1.5e-7)
    expect(prices?.request).toBeLessThan(3e-7)
    expect(prices?.gbSecond.x86_64).toBeGreaterThan(1.4e-5)
    expect(prices?.gbSecond.x86_64).toBeLessThan(2.4e-5)
    expect((prices?.gbSecond.arm64 ?? 0) / (prices?.gbSecond.x86_64 ?? 1)).toBeCloseTo(0.8, 2)
  })
})

describe('tierShare', () => {
  it.each([
    ['x86_64', 0, 6e9, 1],
    ['x86_64', 5e9, 2e9, 0.95],
    ['x86_64', 7e9, 1e9, 0.9],
    ['x86_64', 20e9, 1e9, 0.8],
    ['x86_64', 0, 20e9, (6 + 9 * 0.9 + 5 * 0.8) / 20],
    ['arm64', 7e9, 1e9, 0.95],
    ['arm64', 0, 0, 1],
  ] as const)('of %s after %d and for %d is %d', (architecture, before, now, share) => {
    expect(tierShare(architecture, before, now)).toBeCloseTo(share)
  })
})

describe('freeTierUsd', () => {
  it.each([
    ['all of a little', { requests: 1000, requestUsd: 1, gbSeconds: 1000, computeUsd: 2 }, 3],
    ['half', { requests: 2e6, requestUsd: 0.4, gbSeconds: 800_000, computeUsd: 13 }, 6.7],
    ['nothing of nothing', { requests: 0, requestUsd: 0, gbSeconds: 0, computeUsd: 0 }, 0],
  ])('takes off %s', (_what, use, usd) => {
    expect(freeTierUsd(use)).toBeCloseTo(usd)
  })
})
