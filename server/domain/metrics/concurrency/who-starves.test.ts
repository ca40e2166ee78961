import { describe, expect, it } from 'vitest'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { type ConcurrencyUser, whoStarves } from './who-starves.ts'

const FIVE = 300_000
const at = (...values: number[]): Points => values.map((value, i) => [i * FIVE, value])
const user = (name: string, changes: Partial<ConcurrencyUser> = {}): ConcurrencyUser => ({
  name,
  reserved: null,
  concurrency: at(5, 5, 5),
  throttles: [],
  ...changes,
})
const limits = { limit: 1000, pool: 600 }
const full = at(200, 598, 200)

describe('whoStarves', () => {
  it('names who used the shared pool while another was throttled', () => {
    const starved = whoStarves(
      [
        user('hog', { concurrency: at(100, 540, 100) }),
        user('small', { concurrency: at(20, 30, 20), throttles: at(0, 70, 0) }),
        user('kept', { reserved: 100, concurrency: at(10, 100, 10), throttles: at(0, 9, 0) }),
      ],
      full,
      limits,
      FIVE,
    )
    expect(starved).toMatchObject([
      { name: 'small', throttles: 70, inNeed: 70, by: [{ name: 'hog', concurrency: 540 }] },
    ])
    expect(starved[0]?.by[0]?.share).toBeCloseTo(0.903, 2)
  })

  it('does not count what was throttled while there was room', () => {
    const users = [
      user('hog', { concurrency: at(100, 540, 100) }),
      user('small', { throttles: at(30, 70, 0) }),
    ]
    expect(whoStarves(users, full, limits, FIVE)).toMatchObject([{ throttles: 100, inNeed: 70 }])
    expect(whoStarves(users, at(200, 300, 200), limits, FIVE)).toEqual([])
    expect(whoStarves(users, full, { limit: null, pool: null }, FIVE)).toEqual([])
  })
})
