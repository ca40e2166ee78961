import { describe, expect, it } from 'vitest'
import type { EventFlow } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { eventFlow, functionWindow, NOW_MS, pointsOf } from '#server/testing/records/metric-windows.ts'
import { iteratorAge } from './iterator-age.ts'

const evaluate = (changes: Partial<EventFlow>) =>
  iteratorAge.evaluate(functionWindow({ flow: eventFlow(changes) }))
/** A function that stands still for so many minutes: the age grows by a minute a minute, or faster. */
const standing = (minutes: number, factor = 1) =>
  pointsOf((ago) => Math.max(0, minutes - ago) * factor * MINUTE_MS)

describe('iterator-age', () => {
  it.each<[string, string, Partial<EventFlow>]>([
    ['quiet', 'seconds', {}],
    ['quiet', 'no stream', { iteratorAge: [] }],
    ['quiet', 'an hour behind a day, as fast as time', { iteratorAge: standing(60) }],
    [
      'quiet',
      'a batch that takes some minutes',
      { iteratorAge: pointsOf((ago) => (ago === 5 ? 9 * MINUTE_MS : 1000)) },
    ],
    ['quiet', 'one late point', { iteratorAge: [[NOW_MS - 5 * MINUTE_MS, 20 * HOUR_MS]] }],
    ['breach', 'a quarter of what is kept', { iteratorAge: standing(7 * 60) }],
    [
      'breach',
      'records that are given up after an hour',
      { iteratorAge: standing(30), recordLifeMs: HOUR_MS },
    ],
    [
      'breach',
      'a retention that could not be read: a day at least',
      { iteratorAge: standing(600), recordLifeMs: null },
    ],
    ['unknown', 'metrics that were never polled', { polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(evaluate(changes).state).toBe(state)
  })

  it.each([
    ['medium', 7 * 60],
    ['high', 14 * 60],
  ])('is %s after %i minutes', (severity, minutes) => {
    const startedAtMs = expect.any(Number)
    expect(evaluate({ iteratorAge: standing(minutes) })).toMatchObject({ breach: { severity, startedAtMs } })
  })

  it('says when the first records are lost', () => {
    expect(JSON.stringify(evaluate({ iteratorAge: standing(12 * 60) }))).toContain(
      'the first are lost in 12 h',
    )
  })
})
