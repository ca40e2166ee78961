import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSearch } from './parse-search.ts'

const keys = ['runtime', 'url', 'owner']
const term = (key: string, value: string, negated = false) => ({ key, value, negated })

describe('typed search', () => {
  test.each([
    ['', [], []],
    ['orders', [], ['orders']],
    ['runtime:python3.9 url:NONE', [term('runtime', 'python3.9'), term('url', 'NONE')], []],
    ['-url:none api', [term('url', 'none', true)], ['api']],
    ['owner:"team a" "two words"', [term('owner', 'team a')], ['two words']],
    ['RUNTIME:x', [term('runtime', 'x')], []],
    ['other:x', [], ['other:x']],
    ['arn:aws:lambda', [], ['arn:aws:lambda']],
    ['-', [], ['-']],
    ['owner:', [], ['owner:']],
    ['"open', [], ['open']],
  ])('%s', (text, terms, words) => {
    expect(parseSearch(text, keys)).toEqual({ terms, words })
  })

  test('takes any text and gives known keys and non-empty words only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { terms, words } = parseSearch(text, keys)
        expect(terms.every(({ key, value }) => keys.includes(key) && value !== '')).toBe(true)
        expect(words).not.toContain('')
      }),
    )
  })
})
