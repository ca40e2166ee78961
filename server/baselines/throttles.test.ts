import { describe, expect, it } from 'vitest'
import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { functionWindow, NOW_MS, pointsOf } from '#server/testing/records/metric-windows.ts'
import { throttles } from './throttles.ts'

const last = (minutes: number, value: number, usual = 0) =>
  pointsOf((ago) => (ago <= minutes ? value : usual))

describe('throttles', () => {
  it.each<[string, string, Partial<FunctionWindow>]>([
    ['quiet', 'no throttles', {}],
    ['quiet', 'a few', { throttles: last(15, 3) }],
    ['quiet', 'many among very many', { throttles: last(15, 5), invocations: pointsOf(() => 5000) }],
    ['quiet', 'throttles of an hour ago', { throttles: pointsOf((ago) => (ago > 45 ? 500 : 0)) }],
    [
      'quiet',
      'one request in sixty where a tight limit turns away one in a hundred every day',
      { throttles: last(15, 17, 10), invocations: pointsOf(() => 1000) },
    ],
    [
      'breach',
      'one request in sixty where none is turned away',
      { throttles: last(15, 17), invocations: pointsOf(() => 1000) },
    ],
    [
      'breach',
      'one request in ten, all day long',
      { throttles: pointsOf(() => 100), invocations: pointsOf(() => 1000) },
    ],
    ['breach', 'one request in five', { throttles: last(15, 25) }],
    ['breach', 'nothing but throttles', { throttles: last(15, 25), invocations: [] }],
    ['unknown', 'metrics that were never polled', { throttles: last(15, 25), polledUntilMs: null }],
    [
      'unknown',
      'metrics of half an hour ago',
      { throttles: last(60, 25), polledUntilMs: NOW_MS - 30 * MINUTE_MS },
    ],
    [
      'breach',
      'metrics that are twenty minutes late',
      { throttles: last(60, 25), polledUntilMs: NOW_MS - 20 * MINUTE_MS },
    ],
  ])('says %s of %s', (state, _what, changes) => {
    expect(throttles.evaluate(functionWindow(changes)).state).toBe(state)
  })

  it.each([
    ['medium', 5, null, 'orders-api is throttled'],
    ['high', 50, 20, 'orders-api is throttled'],
    ['low', 50, 0, 'orders-api is stopped and still called'],
  ])(
    'is %s at %i throttles a period and a reserved concurrency of %s',
    (severity, value, reserved, title) => {
      const verdict = throttles.evaluate(
        functionWindow({ throttles: last(15, value), reservedConcurrency: reserved }),
      )
      expect(verdict).toMatchObject({ state: 'breach', breach: { severity, title } })
    },
  )

  it('begins where the run of throttles began', () => {
    const verdict = throttles.evaluate(functionWindow({ throttles: last(40, 25) }))
    expect(verdict).toMatchObject({
      breach: { startedAtMs: NOW_MS - 40 * MINUTE_MS, seenAtMs: NOW_MS - 5 * MINUTE_MS },
    })
  })
})
