import { expect, it } from 'vitest'
import { RateLimiter } from './rate-limit.ts'

const bucket = { name: 'lookup', perSecond: 2 }

it('lets a second of calls through at once, then its rate', () => {
  let nowMs = 0
  const limiter = new RateLimiter(1, () => nowMs)
  expect([1, 2, 3].map(() => limiter.take('a', bucket))).toEqual([true, true, false])
  nowMs = 500
  expect([1, 2].map(() => limiter.take('a', bucket))).toEqual([true, false])
})

it('keeps owners apart', () => {
  const limiter = new RateLimiter(0.5, () => 0)
  expect(limiter.take('a', bucket)).toBe(true)
  expect(limiter.take('a', bucket)).toBe(false)
  expect(limiter.take('b', bucket)).toBe(true)
})

it('limits nothing at scale 0', () => {
  const limiter = new RateLimiter(0, () => 0)
  expect(Array.from({ length: 50 }, () => limiter.take('a', bucket)).every(Boolean)).toBe(true)
})
