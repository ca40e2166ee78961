import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changePercent,
  formatClock,
  formatCompact,
  formatCount,
  formatMemory,
  formatMs,
  formatPercent,
  formatRelative,
  formatUsd,
  formatUtc,
} from './format.ts'

it.each([
  [formatCount(1_234_567), '1,234,567'],
  [formatCount(0), '0'],
  [formatCount(null), '–'],
  [formatCount(Number.NaN), '–'],
  [formatCompact(999), '999'],
  [formatCompact(9_999), '9,999'],
  [formatCompact(12_345), '12.3 k'],
  [formatCompact(1_843_221), '1.84 M'],
  [formatCompact(2_500_000_000), '2.50 G'],
  [formatCompact(0.25), '0.3'],
  [formatMs(3.26), '3.3 ms'],
  [formatMs(340), '340 ms'],
  [formatMs(2_400), '2.4 s'],
  [formatMs(185_000), '3 min 5 s'],
  [formatMs(900_000), '15 min'],
  [formatUsd(0.0042), '$0.0042'],
  [formatUsd(12.3), '$12.30'],
  [formatUsd(1_234.5), '$1,235'],
  [formatUsd(undefined), '–'],
  [formatPercent(74.2), '74 %'],
  [formatPercent(0), '0 %'],
  [formatPercent(0.3), '<1 %'],
  [formatPercent(99.96), '99.9 %'],
  [formatPercent(100), '100 %'],
  [formatMemory(512), '512 MB'],
  [formatMemory(2048), '2 GB'],
])('%s', (said, expected) => expect(said).toBe(expected))

describe('changePercent', () => {
  it.each([
    [110, 100, 10],
    [0, 100, -100],
    [5, 0, null],
    [null, 5, null],
  ])('%s after %s', (now, before, expected) => expect(changePercent(now, before)).toBe(expected))
})

describe('times', () => {
  const noon = Date.parse('2026-11-20T12:00:00Z')
  it('says how long ago and how soon', () => {
    expect(formatRelative(noon - 12_000, noon)).toBe('12 s ago')
    expect(formatRelative(noon + 3_600_000, noon)).toBe('in 1 h')
    expect(formatRelative(noon + 400, noon)).toBe('0 s ago')
  })
  it('always says the zone with the absolute time', () => {
    expect(formatUtc(noon)).toBe('2026-11-20 12:00:00 UTC')
  })
  it('adds the day where it is not today', () => {
    expect(formatClock(noon, noon)).toMatch(/^\d\d:\d\d$/)
    expect(formatClock(noon - 5 * 86_400_000, noon)).toMatch(/^Nov 15 \d\d:\d\d$/)
  })
})

it('never rounds a percentage that is not whole to 0 or 100', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 99.999, noNaN: true }), (value) => {
      expect(['0 %', '100 %']).not.toContain(formatPercent(value))
    }),
  )
})
