import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeCbor, encodeCbor } from './cbor.ts'

it('gives back what was encoded', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4 }).map((map) => ({ ...map })),
    ),
  }))
  fc.assert(
    fc.property(value, (given) => {
      const expected = JSON.parse(JSON.stringify(given))
      expect(JSON.parse(JSON.stringify(decodeCbor(encodeCbor(given))))).toEqual(expected)
    }),
  )
})

it.each([
  ['a half float', [0xf9, 0x3e, 0x00], 1.5],
  ['a single float', [0xfa, 0x47, 0xc3, 0x50, 0x00], 100_000],
  ['an indefinite list', [0x9f, 0x01, 0x02, 0xff], [1, 2]],
  ['an indefinite map', [0xbf, 0x61, 0x61, 0x01, 0xff], { a: 1 }],
  ['a tagged time', [0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0], 1_363_896_240],
])('reads %s', (_what, bytes, value) => {
  expect(decodeCbor(Buffer.from(bytes))).toEqual(value)
})

it('throws on a truncated body', () => {
  const whole = encodeCbor({ name: 'checkout-api', list: [1, 2.5, 'x'] })
  for (let end = 0; end < whole.length; end++) expect(() => decodeCbor(whole.subarray(0, end))).toThrow()
})
