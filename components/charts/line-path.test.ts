import { expect, it } from 'vitest'
import type { ChartRow } from './chart-types.ts'
import { areaPath, linePath } from './line-path.ts'
import { plotScale } from './plot-scale.ts'

const scale = { x: (t: number) => t, y: (value: number) => 10 - value }
const rows: ChartRow[] = [1, 2, null, 4].map((v, t) => ({ t, values: { a: v, low: 1 } }))
const read = (row: ChartRow) => row.values.a ?? null

it('breaks a line where a value is missing', () => {
  expect(linePath(rows, read, scale)).toBe('M0.0 9.0L1.0 8.0M3.0 6.0')
  expect(linePath(rows, read, scale, true)).toBe('M0.0 9.0H1.0V8.0M3.0 6.0')
  expect(linePath([], read, scale)).toBe('')
})

it('closes an area at zero, or at the line below it', () => {
  expect(areaPath(rows.slice(0, 2), read, scale)).toBe('M0.0 9.0L1.0 8.0L1.0 10.0L0.0 10.0z')
  expect(areaPath(rows.slice(0, 2), read, scale, (row) => row.values.low ?? null)).toBe(
    'M0.0 9.0L1.0 8.0L1.0 9.0L0.0 9.0z',
  )
})

it('scales times and values to the plot, and back', () => {
  const { x, y, timeAt } = plotScale({ x: 50, y: 10, width: 100, height: 40 }, 1000, 2000, 8)
  expect([x(1000), x(2000), y(0), y(8)]).toEqual([50, 150, 50, 10])
  expect(timeAt(x(1700))).toBeCloseTo(1700)
})

it('stands upright where nothing has a value or a length', () => {
  const { x, y } = plotScale({ x: 0, y: 0, width: 10, height: 10 }, 5, 5, 0)
  expect(Number.isFinite(x(5)) && Number.isFinite(y(0))).toBe(true)
})
