import { describe, expect, it } from 'vitest'
import { type Answered, accountRises, activityOf, perHourOf, troubleOf } from './activity.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 20, 12)
/** One value a minute, the last of them `settled` minutes ago. */
const minutes = (values: number[], ago = 3): [number, number][] =>
  values.map((value, i) => [NOW - (values.length - i - 1 + ago) * MINUTE, value])
const flat = (value: number, n = 15) => Array.from({ length: n }, () => value)
const answer = (change: Partial<Answered>): Answered => ({
  invocations: minutes(flat(100)),
  errors: minutes(flat(0)),
  throttles: minutes(flat(0)),
  concurrency: minutes(flat(10)),
  ...change,
})

it.each([
  [{ troubled: true, active: false, perHour: 0 }, 'troubled'],
  [{ troubled: false, active: false, perHour: 900 }, 'idle'],
  [{ troubled: false, active: true, perHour: null }, 'active'],
  [{ troubled: false, active: true, perHour: 12 }, 'active'],
  [{ troubled: false, active: true, perHour: 11 }, 'quiet'],
] as const)('%o is %s', (fn, activity) => expect(activityOf(fn)).toBe(activity))

describe('trouble', () => {
  it.each([
    [{}, null],
    [{ throttles: minutes([0, 1]) }, 'throttles'],
    [{ errors: minutes([4]) }, null],
    [{ errors: minutes(flat(9)) }, null],
    [{ errors: minutes(flat(10)) }, 'errors'],
    [{ invocations: [], errors: minutes([5]) }, 'errors'],
    [{ concurrency: minutes([...flat(10, 12), 30]) }, 'concurrency rises'],
    [{ concurrency: minutes([...flat(2, 12), 9]) }, null],
    [{ concurrency: minutes([30]) }, null],
  ] as const)('%o is %s', (change, trouble) =>
    expect(troubleOf(answer(change as Partial<Answered>))).toBe(trouble),
  )
})

describe('an account rises', () => {
  it.each([
    ['as before', {}, false],
    ['a little', { invocations: minutes([...flat(100, 11), ...flat(140, 4)]) }, false],
    ['much', { invocations: minutes([...flat(100, 11), ...flat(170, 4)]) }, true],
    ['from next to nothing to little', { invocations: minutes([...flat(1, 11), ...flat(30, 4)]) }, false],
    ['by its errors', { errors: minutes([...flat(2, 11), ...flat(9, 4)]) }, true],
    ['by its throttles', { throttles: minutes([...flat(0, 11), ...flat(3, 4)]) }, true],
    [
      'by minutes that are not settled',
      { invocations: minutes([...flat(100, 11), ...flat(9000, 2)], 0) },
      false,
    ],
    ['with nothing before', { invocations: minutes(flat(900, 2)) }, false],
  ] as const)('%s', (_, change, rises) => {
    expect(accountRises(answer(change as Partial<Answered>), NOW)).toBe(rises)
  })
})

it('counts invocations by the hour of the window', () => {
  expect(perHourOf(answer({ invocations: minutes([10, 20]) }), 30 * MINUTE)).toBe(60)
})
