import { describe, expect, it } from 'vitest'
import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { functionWindow, pointsOf } from '#server/testing/records/metric-windows.ts'
import { timeouts } from './timeouts.ts'

const last = (minutes: number, value: number) => pointsOf((ago) => (ago <= minutes ? value : undefined))

describe('timeouts', () => {
  it.each<[string, string, Partial<FunctionWindow>]>([
    ['quiet', 'no timeouts', {}],
    ['quiet', 'two', { timeouts: last(10, 1), invocations: pointsOf(() => 5) }],
    ['quiet', 'one in a hundred', { timeouts: last(15, 1) }],
    ['quiet', 'those of an hour ago', { timeouts: pointsOf((ago) => (ago > 45 ? 50 : undefined)) }],
    ['breach', 'one in ten', { timeouts: last(15, 10) }],
    ['breach', 'three of three', { timeouts: last(15, 1), invocations: last(15, 1) }],
    ['unknown', 'a timeout that was denied', { timeouts: last(15, 10), timeoutMs: null }],
    ['unknown', 'metrics that were never polled', { timeouts: last(15, 10), polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(timeouts.evaluate(functionWindow(changes)).state).toBe(state)
  })

  it.each([
    ['medium', 3],
    ['high', 10],
    ['critical', 60],
  ])('is %s at %i in a hundred', (severity, value) => {
    const verdict = timeouts.evaluate(functionWindow({ timeouts: last(15, value) }))
    expect(verdict).toMatchObject({ breach: { severity } })
  })

  it('never speaks of more than all invocations', () => {
    const verdict = timeouts.evaluate(functionWindow({ timeouts: last(15, 9), invocations: [] }))
    expect(verdict).toMatchObject({
      breach: {
        summary: 'Up to 27 invocations (100 %) ran into the timeout of 10 s in the last 15 minutes.',
      },
    })
  })
})
