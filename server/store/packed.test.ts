import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from './packed.ts'

test('what was packed comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(unpack(pack(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what was not packed is left alone', () => {
  const value = { level: 'internet' }
  expect(unpack(value)).toBe(value)
  expect(unpack(null)).toBeNull()
})
