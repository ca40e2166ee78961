import { expect, it } from 'vitest'
import { MASK } from './mask-secrets.ts'
import { makeReject, REJECT_REASONS, REJECT_TITLES } from './reject.ts'

it('cuts what is long, and has no event id where none is known', () => {
  const reject = makeReject('p'.repeat(5000), 'broken-json', 'd'.repeat(5000))
  expect(reject.place).toHaveLength(1000)
  expect(reject.detail).toHaveLength(500)
  expect(reject).not.toHaveProperty('eventId')
  expect(makeReject('a', 'no-time', '', 'i'.repeat(300)).eventId).toHaveLength(200)
})

it('shows no secret', () => {
  expect(makeReject('a', 'broken-json', 'see ghp_abcdefghijklmnop').detail).toBe(MASK)
})

it('has a title for every reason', () => {
  expect(Object.keys(REJECT_TITLES).sort()).toEqual([...REJECT_REASONS].sort())
})
