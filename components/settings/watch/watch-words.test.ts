import { expect, it } from 'vitest'
import { activityInWords, paceInWords, slowedInWords } from './watch-words.ts'

it.each([
  [60, '1 min'],
  [900, '15 min'],
  [3600, '1 h'],
  [86_400, '1 d'],
  [604_800, '7 d'],
])('says %d seconds as %s', (seconds, words) => expect(paceInWords(seconds)).toBe(words))

const slowed = {
  region: 'eu-west-1',
  group: 'rare',
  activity: 'quiet',
  wantedS: 900,
  slowestS: 3600,
} as const

it('says what is asked less often, of how many, and how much less', () => {
  expect(slowedInWords({ ...slowed, functions: 1 })).toBe(
    'Concurrency, asynchronous events, streams and dead letters of 1 function that is seldom invoked: up to 1 h apart instead of 15 min',
  )
  expect(slowedInWords({ ...slowed, group: 'core', activity: 'active', functions: 2, slowestS: 0 })).toBe(
    'Invocations, errors, throttles and durations of 2 busy functions: some asked no more, instead of every 15 min',
  )
  expect(
    slowedInWords({ ...slowed, group: 'account', activity: null, functions: 0, wantedS: 60, slowestS: 300 }),
  ).toBe('The account as a whole: up to 5 min apart instead of 1 min')
})

it('says how functions are asked', () => {
  const account = { functions: { troubled: 0, active: 2, quiet: 0, idle: 7 } }
  expect(activityInWords(account as Parameters<typeof activityInWords>[0])).toBe(
    '2 busy, every 5 minutes; 7 idle, not asked',
  )
})
