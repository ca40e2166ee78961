import fc from 'fast-check'
import { expect, it } from 'vitest'
import { JsonReader } from './json-reader.ts'
import { placeOf } from './places.ts'
import { UnreadableError } from './problem.ts'

const reader = (text: string) => new JsonReader(new TextEncoder().encode(text))

it('reads what JSON.parse reads, with and without places', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent)
      const expected = JSON.parse(spaced.replace(/[\uE000\uE001]/g, '\uFFFD'))
      expect(JSON.stringify(reader(spaced).plain())).toBe(JSON.stringify(expected))
      expect(JSON.stringify(reader(spaced).value())).toBe(JSON.stringify(expected))
    }),
  )
})

it('passes over exactly one value', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (a, b) => {
      const found: unknown[] = []
      const json = reader(`{"skipped": ${a}, "read": ${b}}`)
      for (const key of json.keys()) {
        if (key === 'skipped') json.skip()
        else found.push(json.plain())
      }
      json.end()
      expect(JSON.stringify(found)).toBe(JSON.stringify([JSON.parse(b)]))
    }),
  )
})

it('never throws anything but that it cannot be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1a') }), (text) => {
      try {
        const json = reader(text)
        json.value()
        json.end()
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableError)
      }
    }),
  )
})

it('knows the places of members and of faults', () => {
  const value = reader('{\n  "a": {\r\n\t"b": [1,\n 2]}}').value() as { a: { b: number[] } }
  expect(placeOf(value, 'a')).toEqual({ line: 2, column: 8 })
  expect(placeOf(value.a, 'b')).toEqual({ line: 3, column: 7 })
  expect(placeOf(value.a.b, 1)).toEqual({ line: 4, column: 2 })
  try {
    reader('{\n "a": 1,\n b: 2}').value()
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ place: { line: 3, column: 2 } })
  }
})

it('refuses deep nesting', () => {
  expect(() => reader('['.repeat(300) + ']'.repeat(300)).value()).toThrow(/too deeply/)
})
