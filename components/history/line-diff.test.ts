import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldSame, lineDiff, linesOf } from './line-diff.ts'

describe('lineDiff', () => {
  it('shows what went and what came, in place', () => {
    expect(lineDiff(['a', 'b', 'c'], ['a', 'x', 'c']).map((line) => `${line.kind[0]}${line.text}`)).toEqual([
      'sa',
      'rb',
      'ax',
      'sc',
    ])
  })

  it('gives both texts back', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after)
        expect(diff.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(before)
        expect(diff.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(after)
      }),
    )
  })

  it('stays quick on huge texts', () => {
    const many = Array.from({ length: 5000 }, (_, i) => String(i))
    expect(lineDiff(many, many.slice(1))).toHaveLength(9999)
  })
})

describe('foldSame', () => {
  it('leaves out what did not change', () => {
    const before = Array.from({ length: 20 }, (_, i) => String(i))
    const after = before.map((text) => (text === '10' ? 'ten' : text))
    const folded = foldSame(lineDiff(before, after), 1)
    expect(folded.map(({ line }) => line?.text ?? '…')).toEqual(['…', '9', '10', 'ten', '11', '…'])
  })
})

describe('linesOf', () => {
  it.each([
    [null, []],
    ['', []],
    ['{"a":1}', ['{', '  "a": 1', '}']],
    ['{broken', ['{broken']],
    ['one\ntwo', ['one', 'two']],
  ])('%j', (text, lines) => expect(linesOf(text)).toEqual(lines))
})
