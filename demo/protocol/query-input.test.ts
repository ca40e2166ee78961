import { expect, it } from 'vitest'
import { parseQueryInput } from './query-input.ts'

it('nests members and numbered lists', () => {
  const form = new URLSearchParams(
    'Action=X&Version=1&A.member.1.B=x&A.member.2.B=y&RegionName.1=eu-west-1&RegionName.2=us-east-1&C=plain',
  )
  expect(parseQueryInput(form)).toEqual({
    A: [{ B: 'x' }, { B: 'y' }],
    RegionName: ['eu-west-1', 'us-east-1'],
    C: 'plain',
  })
})

it('orders a list by its numbers', () => {
  const names = Array.from({ length: 12 }, (_, i) => `L.member.${12 - i}=${12 - i}`).join('&')
  expect(parseQueryInput(new URLSearchParams(names)).L).toEqual(
    Array.from({ length: 12 }, (_, i) => String(i + 1)),
  )
})

it('cannot reach an object prototype', () => {
  parseQueryInput(new URLSearchParams('__proto__.polluted=yes'))
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})
