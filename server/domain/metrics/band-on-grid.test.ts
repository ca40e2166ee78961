import { describe, expect, test } from 'vitest'
import { HOUR_MS } from '#server/domain/time.ts'
import { bandOnGrid } from './band-on-grid.ts'

const hours = [
  [0, 10, 20],
  [HOUR_MS, 30, 60],
] as const

describe('a band by hours on a chart', () => {
  test.each([
    ['five minutes have their hour', 'Sum', 300, 2 * HOUR_MS, 24, [0, 10, 20], [23 * 300_000, 30, 60]],
    ['a minute has a fifth of what five have', 'Sum', 60, HOUR_MS, 60, [0, 2, 4], [59 * 60_000, 2, 4]],
    ['an hour has twelve times as much', 'Sum', 3600, 2 * HOUR_MS, 2, [0, 120, 240], [HOUR_MS, 360, 720]],
    ['a day has the pace of its hours', 'Sum', 86_400, 24 * HOUR_MS, 1, [0, 5760, 11_520], [0, 5760, 11_520]],
    ['a maximum does not add up', 'Maximum', 86_400, 24 * HOUR_MS, 1, [0, 10, 60], [0, 10, 60]],
  ] as const)('%s', (_, stat, periodSeconds, toMs, count, first, last) => {
    const band = bandOnGrid(stat, hours, { periodSeconds, fromMs: 0, toMs })
    expect([band.length, band[0], band.at(-1)]).toEqual([count, first, last])
  })

  test('says nothing of hours of which nothing is known', () => {
    const grid = { periodSeconds: 300, fromMs: HOUR_MS, toMs: 3 * HOUR_MS }
    expect(bandOnGrid('Sum', hours, grid).at(-1)?.[0]).toBe(2 * HOUR_MS - 300_000)
    expect(bandOnGrid('Sum', [], grid)).toEqual([])
  })
})
