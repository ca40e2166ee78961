import { describe, expect, it } from 'vitest'
import { limitOf, RateLimiter } from './rate-limit.ts'

const signal = new AbortController().signal
const listFunctions = { service: 'lambda' as const, name: 'ListFunctions' }

function simulated(share: number) {
  let now = 0
  const limiter = new RateLimiter(
    share,
    () => now,
    async (ms) => {
      now += ms
    },
  )
  return { limiter, elapsedMs: () => now }
}

describe('RateLimiter', () => {
  it.each([
    ['lambda', 'ListAliases', 15],
    ['lambda', 'GetFunction', 100],
    ['cloudtrail', 'LookupEvents', 2],
    ['iam', 'GetAccountAuthorizationDetails', 5],
  ] as const)('keeps %s %s at its share of %i a second', async (service, name, perSecond) => {
    const { limiter, elapsedMs } = simulated(0.6)
    const calls = perSecond * 60
    for (let i = 0; i < calls; i += 1) await limiter.take('1', 'eu-west-1', { service, name }, signal)
    const reached = calls / (elapsedMs() / 1000)
    expect(reached).toBeGreaterThan(perSecond * 0.6 * 0.95)
    expect(reached).toBeLessThan(perSecond * 0.6 * 1.05)
  })

  it('counts every account and region by itself', async () => {
    const { limiter, elapsedMs } = simulated(1)
    for (const account of ['1', '2', '3'])
      for (const region of ['eu-west-1', 'us-east-1'])
        for (let i = 0; i < 3; i += 1) await limiter.take(account, region, listFunctions, signal)
    expect(elapsedMs()).toBe(0)
  })

  it('halves, among several workers, what two jobs may ask for at once, and nothing else', async () => {
    const secondsFor = async (service: 'cloudtrail' | 'lambda', name: string, workers: number) => {
      const { limiter, elapsedMs } = simulated(1)
      limiter.workers = workers
      for (let i = 0; i < 600; i += 1) await limiter.take('1', 'eu-west-1', { service, name }, signal)
      return Math.round(elapsedMs() / 1000)
    }
    expect(await secondsFor('cloudtrail', 'LookupEvents', 1)).toBe(300)
    expect(await secondsFor('cloudtrail', 'LookupEvents', 2)).toBe(599)
    expect(await secondsFor('cloudtrail', 'LookupEvents', 5)).toBe(599)
    expect(await secondsFor('lambda', 'ListAliases', 5)).toBe(40)
  })

  it('ends a wait when the signal is aborted', async () => {
    const limiter = new RateLimiter(0.01)
    await limiter.take('1', 'eu-west-1', listFunctions, signal)
    const controller = new AbortController()
    const waiting = limiter.take('1', 'eu-west-1', listFunctions, controller.signal)
    controller.abort(new Error('stop'))
    await expect(waiting).rejects.toThrow('stop')
  })

  it.each([0, -1, 1.1, Number.NaN])('refuses a share of %d', (share) => {
    expect(() => new RateLimiter(share)).toThrow(RangeError)
  })

  it('lets operations without a rate of their own share their service', () => {
    expect(limitOf({ service: 'lambda', name: 'ListTags' })).toEqual(limitOf(listFunctions))
  })
})
