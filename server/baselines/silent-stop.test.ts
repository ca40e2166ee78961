import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { silenceWindow } from '#server/testing/records/incident-windows.ts'
import { NOW_MS } from '#server/testing/records/metric-windows.ts'
import { silentStop } from './silent-stop.ts'

const minutes = (count: number) => NOW_MS - count * MINUTE_MS
const stop = { name: 'DisableRule', actor: 'bob', atMs: minutes(12), eventId: 'event-1' }
const nightly = { longestMs: 9 * HOUR_MS, meanMs: 9 * HOUR_MS, count: 28 }
const hourly = { expected: 3, leastBefore: 0, longestMs: HOUR_MS, meanMs: HOUR_MS, count: 600, streak: 0 }
const byChance = { ...hourly, meanMs: 10 * MINUTE_MS }

describe('silent-stop', () => {
  it.each([
    [
      'a busy function in its first silent step',
      silenceWindow({}, { sinceMs: minutes(5), steps: 1 }),
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
    [
      'a function that is cut off in the middle of a step',
      silenceWindow({}, { steps: 0, fallen: { least: 90, to: 12 }, sinceMs: minutes(5) }),
      'high',
    ],
    [
      'a dozen invocations, where the step before was cut short',
      silenceWindow({}, { steps: 1, leastBefore: 9, last: 3, sinceMs: minutes(5) }),
      'high',
    ],
  ])('breach: %s', (_what, window, severity) => {
    expect(silentStop.evaluate(window)).toMatchObject({ state: 'breach', breach: { severity } })
  })

  it.each([
    ['a function that is invoked', silenceWindow({ silence: null })],
    ['a function that was deleted', silenceWindow({ isDeleted: true })],
    ['a pause as long as others were', silenceWindow({}, { longestMs: 10 * MINUTE_MS, count: 3, streak: 1 })],
    [
      'a night that begins as nights do',
      silenceWindow({}, { ...nightly, leastBefore: 1, steps: 3, last: 1 }),
    ],
    [
      'a function that is invoked by chance, after more than two hours',
      silenceWindow({}, { ...byChance, sinceMs: minutes(135) }),
    ],
    [
      'a batch that ends in the middle of a step',
      silenceWindow({}, { ...nightly, streak: 0, steps: 0, fallen: { least: 90, to: 12 } }),
    ],
    ['a dozen invocations in one step', silenceWindow({}, { steps: 1, leastBefore: 12, last: 12 })],
    ['a batch that ends as each night', silenceWindow({}, { ...nightly, streak: 0 })],
    ['an hourly function after an hour and a half', silenceWindow({}, { ...hourly, sinceMs: minutes(90) })],
    [
      'a function that was invoked now and then',
      silenceWindow({}, { ...hourly, count: 5, sinceMs: minutes(600) }),
    ],
    ['a few missing invocations', silenceWindow({}, { leastBefore: 3, steps: 3, last: 3 })],
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

it('says so where there are hardly any', () => {
  const window = silenceWindow({}, { steps: 0, fallen: { least: 90, to: 12 } })
  expect(silentStop.evaluate(window)).toMatchObject({
    breach: {
      title: 'orders-api is hardly invoked any more',
      summary: '12 invocations in five minutes, where 90 was the least of the half hour before.',
    },
  })
})
