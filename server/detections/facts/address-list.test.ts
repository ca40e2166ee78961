import { expect, it } from 'vitest'
import { AddressList } from './address-list.ts'

const list = new AddressList(['203.0.113.0/24', ' 198.51.100.7 ', '2001:db8::/32', 'office', '0.0.0.0/33'])

it.each([
  ['203.0.113.9', true],
  ['203.0.114.9', false],
  ['198.51.100.7', true],
  ['198.51.100.8', false],
  ['2001:db8:1::1', true],
  ['2001:db9::1', false],
  ['lambda.amazonaws.com', false],
  ['203.0.113.0/24', false],
])('%s is on the list: %s', (address, expected) => {
  expect(list.holds(address)).toBe(expected)
  expect(list.holds(address)).toBe(expected)
})
