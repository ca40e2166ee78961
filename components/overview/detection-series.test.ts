import { expect, it } from 'vitest'
import { detectionSeries } from './detection-series.ts'

const at = '2026-11-20T00:00:00Z'

it('puts the most frequent first and keeps what has no colour of its own together', () => {
  const rules = Array.from({ length: 9 }, (_, i) => ({ id: `r${i}`, title: `Rule ${i}` }))
  const counts = Object.fromEntries(rules.map((rule, i) => [rule.id, i + 1]))
  const series = detectionSeries({ bucketSeconds: 3600, rules, buckets: [{ at, counts }] })
  expect(series.map((one) => [one.name, one.points[0]?.[1]])).toEqual([
    ['Rule 8', 9],
    ['Rule 7', 8],
    ['Rule 6', 7],
    ['Rule 5', 6],
    ['Rule 4', 5],
    ['Rule 3', 4],
    ['3 other types', 6],
  ])
  expect(new Set(series.map((one) => one.tone)).size).toBe(7)
})

it('shows control characters of a title and cuts it', () => {
  const [one] = detectionSeries({
    bucketSeconds: 60,
    rules: [{ id: 'r', title: `\u202E${'x'.repeat(60)}` }],
    buckets: [{ at, counts: {} }],
  })
  expect(one?.name).toMatch(/^<U\+202E>x+…$/)
  expect(one?.name).toHaveLength(40)
  expect(one?.points).toEqual([[Date.parse(at), 0]])
})
