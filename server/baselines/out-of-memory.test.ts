import { describe, expect, it } from 'vitest'
import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { functionWindow, pointsOf } from '#server/testing/records/metric-windows.ts'
import { outOfMemory } from './out-of-memory.ts'

const last = (minutes: number, value: number) => pointsOf((ago) => (ago <= minutes ? value : 0))

describe('out-of-memory', () => {
  it.each<[string, string, Partial<FunctionWindow>]>([
    ['quiet', 'a log that nobody had reason to read', { errors: last(15, 20) }],
    ['quiet', 'one that was killed', { outOfMemory: last(5, 1), errors: last(15, 20) }],
    ['quiet', 'few among very many', { outOfMemory: last(15, 4), invocations: pointsOf(() => 5000) }],
    ['quiet', 'some of two hours ago', { outOfMemory: pointsOf((ago) => (ago > 120 ? 9 : 0)) }],
    ['breach', 'several that were killed', { outOfMemory: last(15, 4), errors: last(15, 5) }],
    ['unknown', 'metrics that were never polled', { outOfMemory: last(15, 4), polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(outOfMemory.evaluate(functionWindow(changes)).state).toBe(state)
  })

  it('says that it counted what it saw, and of how many errors', () => {
    const verdict = outOfMemory.evaluate(functionWindow({ outOfMemory: last(15, 4), errors: last(15, 8) }))
    expect(JSON.stringify(verdict)).toContain('At least 12 invocations (2.0 %) of the last 30 minutes')
    expect(JSON.stringify(verdict)).toContain('of 24 errors in all')
  })
})
