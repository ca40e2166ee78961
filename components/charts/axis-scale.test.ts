import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logFloor, logTicks, timeTicks, valueTicks } from './axis-scale.ts'
import { formatTick, formatValue } from './format-value.ts'

describe('valueTicks', () => {
  it.each([
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [3, [0, 1, 2, 3]],
    [74, [0, 25, 50, 75]],
    [1000, [0, 500, 1000]],
    [0.3, [0, 0.1, 0.2, 0.3]],
  ])('%d', (max, ticks) => expect(valueTicks(max)).toEqual(ticks))

  it.each([1e-6, 7, 99, 123_456, 9e12])('starts at zero and reaches %d', (max) => {
    const ticks = valueTicks(max)
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.999)
    expect(ticks.length).toBeLessThanOrEqual(5)
  })
})

describe('timeTicks', () => {
  it.each([
    [3_600_000, 6],
    [86_400_000, 8],
    [14 * 86_400_000, 7],
  ])('gives a few round times over %d ms', (span, count) => {
    const from = Date.UTC(2026, 10, 19, 14, 2)
    const ticks = timeTicks(from, from + span, count)
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.length).toBeLessThanOrEqual(count + 1)
    expect(ticks.every((t) => t >= from && t <= from + span && t % 60_000 === 0)).toBe(true)
  })
})

describe('formatValue', () => {
  it.each([
    [812, 'Milliseconds', '812 ms'],
    [12_345, 'ms', '12.3 s'],
    [1234, 'Count', '1,234'],
    [0.5, 'None', '0.5'],
    [0.42, 'USD', '$0.42'],
    [74.2, 'Percent', '74.2 %'],
    [3072, 'Bytes', '3 KiB'],
    [null, 'Count', 'no data'],
    [undefined, 'ms', 'no data'],
  ])('%s %s', (value, unit, text) => expect(formatValue(value, unit)).toBe(text))

  it.each([
    [12_345, 'Count', '12.3 k'],
    [0.25, '', '0.25'],
    [1500, 'ms', '1.5 s'],
    [0, 'USD', '$0'],
  ])('on an axis: %s %s', (value, unit, text) => expect(formatTick(value, unit)).toBe(text))
})

describe('a logarithmic axis', () => {
  it.each([
    [3, 900, 1, [0, 1, 10, 100, 1000]],
    [0.4, 7, 0.1, [0, 0.1, 1, 10]],
    [null, 0, 1, [0, 1, 10]],
    [1, 5_000_000, 1, [0, 10, 1000, 100_000, 10_000_000]],
    [0.000001, 100, 0.0001, [0, 0.0001, 0.01, 1, 100]],
  ])('from %s to %d begins at %d and has %j', (least, top, floor, ticks) => {
    expect(logFloor(least, top)).toBeCloseTo(floor, 12)
    expect(logTicks(top, logFloor(least, top))).toEqual(ticks)
  })

  it('reaches its highest value with few ticks, whatever that is', () => {
    const value = fc.double({ min: 1e-6, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [least, top] = a < b ? [a, b] : [b, a]
        const ticks = logTicks(top, logFloor(least, top))
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(top * (1 - 1e-6))
        expect(ticks.length).toBeLessThanOrEqual(6)
        expect(ticks).toEqual(ticks.toSorted((x, y) => x - y))
      }),
    )
  })
})
