import { describe, expect, it } from 'vitest'
import type { EventFlow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { eventFlow, functionWindow, NOW_MS, pointsOf } from '#server/testing/records/metric-windows.ts'
import { asyncEventsDropped } from './async-events-dropped.ts'

const last = (minutes: number, value: number) => pointsOf((ago) => (ago <= minutes ? value : 0))
const evaluate = (changes: Partial<EventFlow>) =>
  asyncEventsDropped.evaluate(functionWindow({ flow: eventFlow(changes) }))

describe('async-events-dropped', () => {
  it.each<[string, string, Partial<EventFlow>]>([
    ['quiet', 'nothing given up', {}],
    ['quiet', 'one now and then', { asyncDropped: pointsOf((ago) => (ago % 25 === 0 ? 1 : 0)) }],
    ['quiet', 'few among very many', { asyncDropped: last(30, 2), asyncReceived: pointsOf(() => 5000) }],
    ['quiet', 'as many as always', { asyncDropped: pointsOf(() => 10) }],
    ['quiet', 'many of an hour ago', { asyncDropped: pointsOf((ago) => (ago > 60 ? 50 : 0)) }],
    ['breach', 'one in ten', { asyncDropped: last(30, 10) }],
    [
      'breach',
      'many of a function without history',
      { asyncDropped: last(20, 10), asyncReceived: last(20, 20) },
    ],
    ['unknown', 'metrics that were never polled', { polledUntilMs: null, asyncDropped: last(30, 10) }],
    ['unknown', 'metrics of two hours ago', { polledUntilMs: NOW_MS - 120 * MINUTE_MS }],
    [
      'breach',
      'metrics that are an hour late',
      {
        polledUntilMs: NOW_MS - 60 * MINUTE_MS,
        asyncDropped: pointsOf((ago) => (ago > 60 && ago <= 90 ? 10 : 0)),
      },
    ],
  ])('says %s of %s', (state, _what, changes) => {
    expect(evaluate(changes).state).toBe(state)
  })

  it.each([
    ['high', false, 'orders-api loses asynchronous events'],
    ['high', null, 'orders-api loses asynchronous events'],
    ['medium', true, 'orders-api gives events up'],
  ])('is %s where they are kept: %s', (severity, keepsFailures, title) => {
    expect(evaluate({ keepsFailures, asyncDropped: last(30, 10) })).toMatchObject({
      breach: { severity, title },
    })
  })

  it('begins where the run of them began', () => {
    expect(evaluate({ asyncDropped: last(60, 30) })).toMatchObject({
      breach: { startedAtMs: NOW_MS - 60 * MINUTE_MS, seenAtMs: NOW_MS - 5 * MINUTE_MS },
    })
  })
})
