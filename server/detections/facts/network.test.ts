import { expect, it } from 'vitest'
import { isPublicAddress, networkOf } from './network.ts'

it.each([
  ['198.51.100.7', '198.51.0.0/16'],
  ['035.249.253.232', '35.249.0.0/16'],
  ['2001:db8:85a3::8a2e:370:7334', '2001:db8::/32'],
  ['2600::1', '2600:0::/32'],
])('takes %s to be in %s', (address, network) => expect(networkOf(address)).toBe(network))

it.each([
  null,
  '',
  'AWS Internal',
  'lambda.amazonaws.com',
  '10.0.3.7',
  '172.31.9.9',
  '192.168.1.1',
  '100.64.1.1',
  '::1',
  'fd00::1',
  '198.51.100.0/24',
  '999.1.1.1',
  '1'.repeat(5000),
])('takes %s for no place', (address) => {
  expect(isPublicAddress(address)).toBe(false)
  expect(networkOf(address)).toBeUndefined()
})
