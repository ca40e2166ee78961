import { expect, it } from 'vitest'
import { formatRange, formatTick, formatValue } from './format-value.ts'

it.each([
  [1500, 'Milliseconds', '1.5 s'],
  [0, 'USD', '$0'],
  [12, 'invocations', '12'],
  [12_000, 'Count', '12.0 k'],
])('an axis shows %d %s as %s', (value, unit, shown) => {
  expect(formatTick(value, unit)).toBe(shown)
})

it('a quoted value keeps its unit, and no data is no zero', () => {
  expect(formatValue(12, 'invocations')).toBe('12 invocations')
  expect(formatValue(null, 'invocations')).toBe('no data')
})

it('a range is no more exact than an estimate', () => {
  expect(formatRange(818.64, 1281.3, 'Count')).toBe('819 to 1,280')
  expect(formatRange(0, 2214, 'Milliseconds')).toBe('0 ms to 2.2 s')
})
