import { describe, expect, it } from 'vitest'
import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { functionWindow, pointsOf } from '#server/testing/records/metric-windows.ts'
import { initFailures } from './init-failures.ts'

const last = (minutes: number, value: number) => pointsOf((ago) => (ago <= minutes ? value : 0))

describe('init-failures', () => {
  it.each<[string, string, Partial<FunctionWindow>]>([
    ['quiet', 'nothing', {}],
    ['quiet', 'one that was slow to start', { initFailures: last(5, 1) }],
    ['quiet', 'some of two hours ago', { initFailures: pointsOf((ago) => (ago > 120 ? 9 : 0)) }],
    ['quiet', 'few among very many', { initFailures: last(15, 4), invocations: pointsOf(() => 5000) }],
    ['breach', 'several', { initFailures: last(15, 4), errors: last(15, 4) }],
    ['unknown', 'metrics that were never polled', { initFailures: last(15, 4), polledUntilMs: null }],
  ])('says %s of %s', (state, _what, changes) => {
    expect(initFailures.evaluate(functionWindow(changes)).state).toBe(state)
  })

  it.each([
    ['high', 5],
    ['critical', 100],
  ])('is %s with %i errors of a hundred', (severity, errors) => {
    const window = functionWindow({ initFailures: last(15, 5), errors: last(30, errors) })
    expect(initFailures.evaluate(window)).toMatchObject({ breach: { severity } })
  })
})
