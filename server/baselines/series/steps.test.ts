import { describe, expect, it } from 'vitest'
import type { StoredPoint } from '#server/domain/metrics/merge-points.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { stepsOf } from './steps.ts'

const at = (minute: number, periodSeconds: number, value: number): StoredPoint => ({
  atMs: minute * MINUTE_MS,
  periodSeconds,
  value,
})
const fives = (from: number, value: number) =>
  Array.from({ length: (60 - from) / 5 }, (_, i) => at(from + i * 5, 300, value))
const looked = { fromMs: 0, untilMs: HOUR_MS, holes: [], lastPointMs: -1 }
const valuesOf = (points: StoredPoint[]) => [...stepsOf('Sum', points, looked)].map(([, value]) => value)
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

describe('the steps of an hour', () => {
  it('share what the hour counted where nothing finer is known', () => {
    const values = valuesOf([at(0, 3600, 1200)])
    expect([values.length, sum(values)]).toEqual([12, 1200])
    expect(Math.min(...values)).toBeGreaterThan(0)
  })

  it('that were not fetched have what the hour counted beyond the others: they were not silent', () => {
    const values = valuesOf([at(0, 3600, 1200), ...fives(15, 100)])
    expect([sum(values.slice(0, 3)), values.slice(3)]).toEqual([300, Array.from({ length: 9 }, () => 100)])
    expect(Math.min(...values)).toBeGreaterThan(0)
  })

  it('were silent where the hour counted no more than the others', () => {
    expect(valuesOf([at(0, 3600, 900), ...fives(15, 100)]).slice(0, 4)).toEqual([0, 0, 0, 100])
    expect(sum(valuesOf([at(0, 3600, 0)]))).toBe(0)
  })
})
