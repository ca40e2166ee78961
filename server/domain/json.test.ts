import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as json from './json.ts'

it.each([
  ['2026-10-01T12:00:00.000+0000', '2026-10-01T12:00:00.000Z'],
  [1_700_000_000, '2023-11-14T22:13:20.000Z'],
  [1_700_000_000.5, '2023-11-14T22:13:20.500Z'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  ['yesterday', 'yesterday'],
  [new Date(Number.NaN), undefined],
  [1e300, undefined],
  ['', undefined],
  [null, undefined],
  [{}, undefined],
])('the time of %j is %s', (value, expected) => {
  expect(json.asTime(value)).toBe(expected)
})

it('readers take any value', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      json.asTime(value)
      json.asText(value)
      json.asNumber(value)
      json.asTexts(value)
      json.asTextMap(value)
      expect(json.asArray(value)).toBeInstanceOf(Array)
      expect(json.isObject(json.asObject(value))).toBe(true)
    }),
  )
})
