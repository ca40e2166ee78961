import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { silenceWindow } from '#server/testing/records/incident-windows.ts'
import { NOW_MS } from '#server/testing/records/metric-windows.ts'
import { silentStop } from './silent-stop.ts'

const minutes = (count: number) => NOW_MS - count * MINUTE_MS
const stop = { name: 'DisableRule', actor: 'bob', atMs: minutes(12), eventId: 'event-1' }
const nightly = { longestMs: 9 * HOUR_MS, count: 28 }
const hourly = { expected: 3, expectedAtOnce: 0.2, unusual: 0, longestMs: HOUR_MS, count: 600 }

describe('silent-stop', () => {
  it.each([
    [
      'a busy function in its first silent step',
      silenceWindow({}, { sinceMs: minutes(5), expected: 100, expectedAtOnce: 100 }),
      'high',
    ],
    ['a function that pauses by night, at noon', silenceWindow({}, nightly), 'high'],
    [
      'an hourly function after more than two hours',
      silenceWindow({}, { ...hourly, sinceMs: minutes(135) }),
      'medium',
    ],
    ['a function that somebody stopped, in a low voice', silenceWindow({ stoppedBy: stop }), 'low'],
    ['everybody, after half an hour', silenceWindow({ isEverybody: true }, { sinceMs: minutes(35) }), 'high'],
  ])('breach: %s', (_what, window, severity) => {
    expect(silentStop.evaluate(window)).toMatchObject({ state: 'breach', breach: { severity } })
  })

  it.each([
    ['a function that is invoked', silenceWindow({ silence: null })],
    ['a function that was deleted', silenceWindow({ isDeleted: true })],
    [
      'a pause as long as others were',
      silenceWindow({}, { longestMs: 10 * MINUTE_MS, count: 3, unusual: 1 }),
    ],
    ['a night that begins as nights do', silenceWindow({}, { ...nightly, expectedAtOnce: 6, expected: 400 })],
    ['an hourly function after an hour and a half', silenceWindow({}, { ...hourly, sinceMs: minutes(90) })],
    [
      'a function that was invoked now and then',
      silenceWindow({}, { ...hourly, count: 5, sinceMs: minutes(600) }),
    ],
    ['a few missing invocations', silenceWindow({}, { expected: 8, expectedAtOnce: 8 })],
    [
      'what fell silent a fortnight ago',
      silenceWindow({ polledUntilMs: NOW_MS - DAY_MS }, { sinceMs: NOW_MS - 15 * DAY_MS }),
    ],
  ])('quiet: %s', (_what, window) => {
    expect(silentStop.evaluate(window).state).toBe('quiet')
  })

  it.each([
    ['metrics were not polled lately', silenceWindow({ polledUntilMs: minutes(30) })],
    ['metrics were never polled', silenceWindow({ polledUntilMs: null })],
    ['too little was seen', silenceWindow({ isWarm: false })],
    ['everybody has just fallen silent', silenceWindow({ isEverybody: true })],
  ])('unknown: %s', (_what, window) => {
    expect(silentStop.evaluate(window).state).toBe('unknown')
  })

  it('says since when, what was expected and who stopped it', () => {
    expect(silentStop.evaluate(silenceWindow({ stoppedBy: stop }))).toMatchObject({
      breach: {
        title: 'orders-api was stopped',
        summary: 'No invocations for 10 min: about 200 were expected. DisableRule by bob stopped it.',
        eventIds: ['event-1'],
        startedAtMs: minutes(10),
      },
    })
  })
})
