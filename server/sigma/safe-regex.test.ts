import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_TEXT, safeRegex } from './safe-regex.ts'

const NONE = { ignoreCase: false, multiline: false, dotAll: false }

describe('regular expressions of rules', () => {
  it.each([
    ['a+b', 'xaab', true],
    ['^a|b$', 'xb', true],
    ['^(?:ab){2,3}$', 'ababab', true],
    ['^(?:ab){2,3}$', 'abababab', false],
    ['^a{0}b', 'b', true],
    ['[^a-c]', 'abc', false],
    ['[]x]', ']', true],
    ['[a\\]-]', '-', true],
    ['\\bcat\\b', 'a cat!', true],
    ['\\bcat\\b', 'concat', false],
    ['\\d{3}\\.\\d', '127.0', true],
    ['(?i)LAMBDA', 'lambda', true],
    ['a.c', 'a\nc', false],
    ['\\x41\\u0042', 'AB', true],
    ['(?P<name>a)(?<other>b)', 'ab', true],
    ['a*?b', 'aab', true],
    ['a{', 'a{', true],
    ['', 'anything', true],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(safeRegex(pattern, NONE)(text)).toBe(expected)
  })

  it('take their flags', () => {
    expect(safeRegex('^B$', { ...NONE, multiline: true, ignoreCase: true })('a\nb\nc')).toBe(true)
    expect(safeRegex('a.c', { ...NONE, dotAll: true })('a\nc')).toBe(true)
  })

  it.each([
    ['(a)\\1', 'back-references'],
    ['(?=a)', 'look-around'],
    ['a++', 'possessive'],
    ['(a', 'without its )'],
    ['a)', 'without its ('],
    ['[a', 'without its ]'],
    ['*a', 'nothing before *'],
    ['a{5,2}', 'wrong way round'],
    ['a{1000}', 'more than 500 repeats'],
    ['(a{100}){100}', 'too large'],
    ['[[:alpha:]]', 'named character classes'],
    ['\\p{L}', '\\p is not supported'],
    ['a\\', 'single \\'],
  ])('%s is refused', (pattern, why) => {
    expect(() => safeRegex(pattern, NONE)).toThrow(why)
  })

  it('mean the same as in the language, where both have them', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '(a|b)', '(?:ab)', '\\b', '^', '$')
    const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}')
    const isAnchor = (text: string) => ['\\b', '^', '$'].includes(text)
    const pattern = fc
      .array(fc.tuple(atom, times), { maxLength: 5 })
      .map((parts) => parts.map(([one, many]) => one + (isAnchor(one) ? '' : many)).join(''))
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 }),
        (text, on) => {
          expect(safeRegex(text, NONE)(on)).toBe(new RegExp(text).test(on))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('end, whatever they and the text say', () => {
    expect(safeRegex('^(a+)+$', NONE)(`${'a'.repeat(MAX_TEXT * 2)}!`)).toBe(true)
    expect(safeRegex('(a*)*(a*)*(a*)*b', NONE)('a'.repeat(MAX_TEXT))).toBe(false)
  })

  it('never throw anything but their reasons', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (pattern, text) => {
        try {
          expect(typeof safeRegex(pattern, NONE)(text)).toBe('boolean')
        } catch (error) {
          expect((error as Error).constructor.name).toBe('RegexError')
        }
      }),
    )
  })
})
