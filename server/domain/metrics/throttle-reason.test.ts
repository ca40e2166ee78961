import { describe, expect, it } from 'vitest'
import type { Points } from './metric-window.ts'
import { type ThrottleSurroundings, throttleReason } from './throttle-reason.ts'

const PERIOD = 300_000
const at = (...values: number[]): Points => values.map((value, i) => [i * PERIOD, value])
const throttles = at(0, 50, 0)

function around(changes: Partial<ThrottleSurroundings> = {}): ThrottleSurroundings {
  return {
    reserved: null,
    concurrency: at(20, 40, 20),
    account: { limit: 1000, pool: 600, concurrency: at(300, 400, 300), unreserved: at(200, 300, 200) },
    queues: [],
    ...changes,
  }
}
const account = (changes: Partial<ThrottleSurroundings['account']>) => ({ ...around().account, ...changes })

describe('throttleReason', () => {
  it.each<[string, string, string, Partial<ThrottleSurroundings>]>([
    ['stopped', 'certain', 'nothing is reserved for it', { reserved: 0 }],
    ['reserved limit', 'certain', 'all that is reserved is in use', { reserved: 40 }],
    ['reserved limit', 'likely', 'less than what is reserved was seen in use', { reserved: 80 }],
    [
      'unreserved pool',
      'certain',
      'reservations of others leave too little',
      { account: account({ concurrency: at(0, 700, 0), unreserved: at(0, 600, 0) }) },
    ],
    [
      'unreserved pool',
      'likely',
      'the pool is nearly in use',
      { account: account({ concurrency: at(0, 700, 0), unreserved: at(0, 575, 0) }) },
    ],
    [
      'account limit',
      'certain',
      'all of the account is in use',
      { account: account({ pool: 1000, concurrency: at(0, 1000, 0), unreserved: at(0, 1000, 0) }) },
    ],
    [
      'account limit',
      'likely',
      'the pool could not be read',
      { account: account({ pool: null, concurrency: at(0, 960, 0) }) },
    ],
    [
      'scaling rate',
      'likely',
      'it grew by more than a thousand under a high limit',
      {
        concurrency: at(10, 2400, 900),
        account: account({ limit: 10_000, pool: 10_000, concurrency: at(9, 2500, 9) }),
      },
    ],
    ['not told', 'unknown', 'no limit was near', {}],
    ['not told', 'unknown', 'the limit could not be read', { account: account({ limit: null, pool: null }) }],
    [
      'not told',
      'unknown',
      'the account was not polled',
      { account: account({ concurrency: [], unreserved: [] }) },
    ],
    [
      'not told',
      'unknown',
      'the limit was reached at another time',
      { account: account({ concurrency: at(1000, 300, 1000) }) },
    ],
  ])('is %s (%s) where %s', (reason, certainty, _where, changes) => {
    expect(throttleReason(throttles, PERIOD, around(changes))).toMatchObject({ reason, certainty })
  })

  it('says when its queues may call it more often at once than is reserved', () => {
    const queues = [
      { name: 'orders', maximumConcurrency: 100 },
      { name: 'returns', maximumConcurrency: null },
    ]
    const told = throttleReason(throttles, PERIOD, around({ reserved: 40, queues }))
    expect(told?.text).toContain('its queues may call it 100 times at once')
    expect(told?.evidence).toContainEqual({ label: 'Calls at once that its queues may make', value: '100' })
  })

  it('says nothing where nothing was throttled', () => {
    expect(throttleReason(at(0, 0), PERIOD, around())).toBeNull()
    expect(throttleReason([], PERIOD, around())).toBeNull()
  })
})
