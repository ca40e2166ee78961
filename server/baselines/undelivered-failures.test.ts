import { describe, expect, it } from 'vitest'
import type { EventFlow } from '#server/domain/metrics/metric-window.ts'
import { eventFlow, functionWindow, pointsOf } from '#server/testing/records/metric-windows.ts'
import { undeliveredFailures } from './undelivered-failures.ts'

const last = (minutes: number, value: number) => pointsOf((ago) => (ago <= minutes ? value : 0))
const evaluate = (changes: Partial<EventFlow>) =>
  undeliveredFailures.evaluate(functionWindow({ flow: eventFlow(changes) }))

describe('undelivered-failures', () => {
  it.each<[string, string, Partial<EventFlow>]>([
    ['quiet', 'nothing', {}],
    ['quiet', 'one or two', { deadLetterErrors: last(10, 1) }],
    ['quiet', 'some of two hours ago', { deadLetterErrors: pointsOf((ago) => (ago > 120 ? 9 : 0)) }],
    ['breach', 'a dead-letter queue that is gone', { deadLetterErrors: last(30, 4) }],
    ['breach', 'a destination that may not be sent to', { destinationFailures: last(30, 4) }],
    ['breach', 'a little of both', { deadLetterErrors: last(10, 1), destinationFailures: last(10, 1) }],
    ['unknown', 'metrics that were never polled', { polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(evaluate(changes).state).toBe(state)
  })

  it('names the one that fails more', () => {
    const changes = { deadLetterErrors: last(30, 1), destinationFailures: last(30, 5) }
    expect(JSON.stringify(evaluate(changes))).toContain('could not be sent to the destination')
  })
})
