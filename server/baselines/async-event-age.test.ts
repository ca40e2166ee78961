import { describe, expect, it } from 'vitest'
import type { EventFlow } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { eventFlow, functionWindow, pointsOf } from '#server/testing/records/metric-windows.ts'
import { asyncEventAge } from './async-event-age.ts'

const evaluate = (changes: Partial<EventFlow>) =>
  asyncEventAge.evaluate(functionWindow({ flow: eventFlow(changes) }))
/** An age that has grown for so many minutes, as time goes by. */
const growing = (minutes: number) => pointsOf((ago) => Math.max(0, minutes - ago) * MINUTE_MS)

describe('async-event-age', () => {
  it.each<[string, string, Partial<EventFlow>]>([
    ['quiet', 'seconds', {}],
    ['quiet', 'no asynchronous events', { asyncAge: [] }],
    ['quiet', 'growth that has only begun', { asyncAge: growing(60) }],
    [
      'quiet',
      'retries that fill a short maximum',
      { asyncAge: pointsOf(() => 4 * MINUTE_MS), maxEventAgeMs: 5 * MINUTE_MS },
    ],
    [
      'quiet',
      'a backlog that is worked off',
      { asyncAge: pointsOf((ago) => 3 * HOUR_MS + ago * 2 * MINUTE_MS) },
    ],
    ['quiet', 'a wait that is over', { asyncAge: pointsOf((ago) => (ago > 60 ? 5 * HOUR_MS : 1000)) }],
    ['breach', 'half of the maximum, growing', { asyncAge: growing(200) }],
    ['breach', 'nearly all of it', { asyncAge: pointsOf(() => 5.5 * HOUR_MS) }],
    ['unknown', 'a maximum that could not be read', { asyncAge: growing(300), maxEventAgeMs: null }],
    ['unknown', 'metrics that were never polled', { polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(evaluate(changes).state).toBe(state)
  })

  it('says when the first are given up', () => {
    const verdict = evaluate({ asyncAge: growing(200) })
    expect(verdict).toMatchObject({ breach: { severity: 'medium' } })
    expect(JSON.stringify(verdict)).toContain('At this pace the first are given up in 2 h 45 min')
    expect(evaluate({ asyncAge: growing(300) })).toMatchObject({ breach: { severity: 'high' } })
  })
})
