import { describe, expect, it } from 'vitest'
import { brushGrid, saidOfSpan } from './brush-cells.ts'
import type { ChartSeries, Point, TimeChartProps } from './chart-types.ts'

const series = (kind: ChartSeries['kind'], points: Point[], name = 'longest'): ChartSeries => ({
  key: name,
  name,
  kind,
  points,
  tone: 'accent',
})
const chart = (values: Partial<TimeChartProps>): TimeChartProps => ({
  title: 'Errors',
  unit: 'Count',
  from: 130_000,
  to: 600_000,
  periodSeconds: 60,
  series: [],
  ...values,
})

describe('brushGrid', () => {
  it.each([
    [
      'the grid of the points',
      [series('bar', [[180_000, 1]])],
      { fromMs: 120_000, stepMs: 60_000, count: 8 },
    ],
    ['a step line has none', [series('step', [[0, 1]])], { fromMs: 130_000, stepMs: 60_000, count: 8 }],
  ])('%s', (_, list, expected) => expect(brushGrid(chart({ series: list }))).toEqual(expected))
})

describe('saidOfSpan', () => {
  const points: Point[] = [
    [0, 3],
    [60_000, null],
    [120_000, 4],
    [180_000, 90],
  ]
  it.each([
    ['adds bars up', [series('bar', points), series('bar', points)], 'Count', '14 errors'],
    ['tells the peak of a line', [series('line', points)], 'Milliseconds', 'longest 4 ms at most'],
    ['says where there is nothing', [series('line', [])], 'Count', 'no data'],
  ])('%s', (_, list, unit, said) => expect(saidOfSpan(chart({ series: list, unit }), 0, 180_000)).toBe(said))
})
