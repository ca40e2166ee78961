import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGlob, coversGlob, matchesGlob, overlapsGlob } from './glob.ts'

const letters = (...from: string[]) =>
  fc.array(fc.constantFrom(...from), { maxLength: 7 }).map((parts) => parts.join(''))
const pattern = letters('a', 'b', ':', '*', '?')
const text = letters('a', 'b', ':')

/** The same by regular expression, which is too slow for hostile patterns. */
const asRegExp = (glob: string) => new RegExp(`^${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)

describe('globs', () => {
  it('match as regular expressions do', () => {
    fc.assert(
      fc.property(pattern, text, (glob, given) => {
        expect(matchesGlob(compileGlob(glob), given)).toBe(String(asRegExp(glob).test(given)))
      }),
    )
  })

  it('that cover another match all that the other matches, and overlap with it', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (wide, narrow, given) => {
        const [one, other] = [compileGlob(wide), compileGlob(narrow)]
        const both = matchesGlob(one, given) === 'true' && matchesGlob(other, given) === 'true'
        if (both) expect(overlapsGlob(one, other)).toBe(true)
        if (!coversGlob(one, other)) return
        if (matchesGlob(other, given) === 'true') expect(matchesGlob(one, given)).toBe('true')
      }),
    )
  })

  it.each([
    ['a*', 'ab*', true],
    ['a*b', 'a*b*b', true],
    ['a?', 'a*', false],
    ['a*', '*', false],
    ['a?', 'ab', true],
    ['?', '?', true],
  ])('%s covers %s: %s', (wide, narrow, covers) => {
    expect(coversGlob(compileGlob(wide), compileGlob(narrow))).toBe(covers)
  })

  it.each([
    ['a*', '*b', true],
    ['a*c', 'b*c', false],
    ['a*b', 'a*c', false],
    ['a?b', 'a*bb', true],
    ['a?', 'abc', false],
    ['*a*', '*b*', true],
  ])('%s and %s overlap: %s', (one, other, overlap) => {
    expect(overlapsGlob(compileGlob(one), compileGlob(other))).toBe(overlap)
    expect(overlapsGlob(compileGlob(other), compileGlob(one))).toBe(overlap)
  })

  it('are quick where they are made to be slow', () => {
    const slow = compileGlob(`${'*a'.repeat(300)}b`)
    const beganMs = performance.now()
    expect(matchesGlob(slow, 'a'.repeat(6000))).toBe('false')
    expect(overlapsGlob(slow, compileGlob(`${'a*'.repeat(300)}c`))).toBe(false)
    expect(performance.now() - beganMs).toBeLessThan(2000)
  })
})
