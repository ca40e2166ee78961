import { describe, expect, it } from 'vitest'
import type { StoredPoint } from '#server/domain/metrics/merge-points.ts'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { STEP_MS } from './anomaly-run.ts'
import { type Looked, stepsOf } from './steps.ts'

const AT = Date.parse('2026-11-20T10:00:00Z')
const point = (minutes: number, value: number, periodSeconds = 300) => ({
  atMs: AT + minutes * MINUTE_MS,
  value,
  periodSeconds,
})
const looked = (changes: Partial<Looked> = {}): Looked => ({
  fromMs: AT,
  untilMs: AT + 4 * STEP_MS,
  holes: [],
  lastPointMs: null,
  ...changes,
})
const values = (stat: Stat, points: ReturnType<typeof point>[], changes: Partial<Looked> = {}) =>
  [...stepsOf(stat, points, looked(changes))].map(([atMs, value]) => [(atMs - AT) / MINUTE_MS, value])

describe('stepsOf', () => {
  it.each<[string, Stat, ReturnType<typeof point>[], Partial<Looked>, number[][]]>([
    [
      'zeros after the first point of a sum',
      'Sum',
      [point(5, 7)],
      {},
      [
        [5, 7],
        [10, 0],
        [15, 0],
      ],
    ],
    [
      'zeros from the beginning where there were points before',
      'Sum',
      [point(5, 7)],
      { lastPointMs: AT - HOUR_MS },
      [
        [0, 0],
        [5, 7],
        [10, 0],
        [15, 0],
      ],
    ],
    ['nothing for a duration that is missing', 'p95', [point(5, 7)], { lastPointMs: AT - HOUR_MS }, [[5, 7]]],
    [
      'no step that has not ended',
      'Sum',
      [point(0, 7), point(15, 3)],
      { untilMs: AT + 19 * MINUTE_MS },
      [
        [0, 7],
        [5, 0],
        [10, 0],
      ],
    ],
    [
      'nothing in a hole',
      'Sum',
      [point(0, 7)],
      { holes: [[AT + STEP_MS, AT + 3 * STEP_MS]] },
      [
        [0, 7],
        [15, 0],
      ],
    ],
    ['no zeros a fortnight after the last point', 'Sum', [], { lastPointMs: AT - 15 * DAY_MS }, []],
    [
      'what minutes come to',
      'Sum',
      [point(0, 1, 60), point(1, 2, 60), point(4, 3, 60)],
      { untilMs: AT + STEP_MS },
      [[0, 6]],
    ],
    [
      'the longest of minutes',
      'Maximum',
      [point(0, 1, 60), point(1, 9, 60)],
      { untilMs: AT + STEP_MS },
      [[0, 9]],
    ],
    [
      'whichever has seen more',
      'Sum',
      [point(0, 9), point(0, 1, 60), point(5, 2), point(5, 8, 60)],
      { untilMs: AT + 2 * STEP_MS },
      [
        [0, 9],
        [5, 8],
      ],
    ],
    [
      'nothing that cannot be',
      'Sum',
      [point(0, -4), point(5, Number.NaN), point(10, Number.POSITIVE_INFINITY), point(15, 3)],
      {},
      [[15, 3]],
    ],
    ['an hour’s maximum once', 'Maximum', [point(0, 9, 3600)], {}, [[0, 9]]],
    [
      'an hour’s maximum only where nothing is finer',
      'Maximum',
      [point(0, 900, 3600), point(5, 3)],
      {},
      [[5, 3]],
    ],
    [
      'no more for an hour that was counted before a correction',
      'Sum',
      [point(0, 30, 3600), ...Array.from({ length: 12 }, (_, i) => point(5 * i, 2))],
      {},
      [
        [0, 2],
        [5, 2],
        [10, 2],
        [15, 2],
      ],
    ],
  ])('gives %s', (_what, stat, points, changes, expected) => {
    expect(values(stat, points, changes)).toEqual(expected)
  })

  it('spreads an hour’s count over its steps, all of it, the same each time', () => {
    const hour = values('Sum', [point(0, 1200, 3600)], { untilMs: AT + HOUR_MS })
    expect(hour).toHaveLength(12)
    expect(hour.reduce((sum, [, value]) => sum + (value ?? 0), 0)).toBe(1200)
    expect(new Set(hour.map(([, value]) => value)).size).toBeGreaterThan(3)
    expect(values('Sum', [point(0, 1200, 3600)], { untilMs: AT + HOUR_MS })).toEqual(hour)
  })
})

const at = (minute: number, periodSeconds: number, value: number): StoredPoint => ({
  atMs: minute * MINUTE_MS,
  periodSeconds,
  value,
})
const fives = (from: number, value: number) =>
  Array.from({ length: (60 - from) / 5 }, (_, i) => at(from + i * 5, 300, value))
const anHour = { fromMs: 0, untilMs: HOUR_MS, holes: [], lastPointMs: -1 }
const counts = (points: StoredPoint[]) => [...stepsOf('Sum', points, anHour)].map(([, value]) => value)
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

describe('the steps of an hour', () => {
  it('share what the hour counted where nothing finer is known', () => {
    const values = counts([at(0, 3600, 1200)])
    expect([values.length, sum(values)]).toEqual([12, 1200])
    expect(Math.min(...values)).toBeGreaterThan(0)
  })

  it('that were not fetched have what the hour counted beyond the others: they were not silent', () => {
    const values = counts([at(0, 3600, 1200), ...fives(15, 100)])
    expect([sum(values.slice(0, 3)), values.slice(3)]).toEqual([300, Array.from({ length: 9 }, () => 100)])
    expect(Math.min(...values)).toBeGreaterThan(0)
  })

  it('were silent where the hour counted no more than the others', () => {
    expect(counts([at(0, 3600, 900), ...fives(15, 100)]).slice(0, 4)).toEqual([0, 0, 0, 100])
    expect(sum(counts([at(0, 3600, 0)]))).toBe(0)
  })
})
