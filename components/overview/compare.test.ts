import { describe, expect, it } from 'vitest'
import { compareWords, differenceWords, severityWords } from './compare.ts'

describe('compareWords', () => {
  it.each([
    [null, 5, 'nothing to compare with'],
    [5, null, 'nothing to compare with'],
    [0, 0, 'as before'],
    [5, 0, 'none the period before'],
    [110, 100, '▲ 10 % on the period before'],
    [0, 100, '▼ 100 % on the period before'],
    [100_001, 100_000, '▲ <1 % on the period before'],
    [100_000, 1, '▲ >999 % on the period before'],
  ])('%s after %s', (now, before, words) => expect(compareWords(now, before)).toBe(words))
})

it('counts the difference of small numbers', () => {
  expect(differenceWords(14, 9)).toBe('▲ 5 on the period before')
  expect(differenceWords(9, 9)).toBe('as the period before')
})

it('leaves out severities that nothing has', () => {
  expect(severityWords(1, 2)).toBe('1 critical, 2 high')
  expect(severityWords(0, 2)).toBe('2 high')
  expect(severityWords(0, 0)).toBeNull()
})
