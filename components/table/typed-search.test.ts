import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FilterDef } from './table-types.ts'
import { applyCompletion, completions, formatSearch, isTermOpen, parseSearch } from './typed-search.ts'

const filters: FilterDef[] = [
  { key: 'runtime', label: 'Runtime' },
  { key: 'owner', label: 'Owner' },
  { key: 'tool', label: 'Tool', single: true },
]

describe('parseSearch', () => {
  it.each([
    ['', {}, ''],
    ['orders api', {}, 'orders api'],
    ['runtime:python3.9 url:NONE owner:none', { runtime: ['python3.9'], owner: ['none'] }, 'url:NONE'],
    ['runtime:a,b runtime:b,c x', { runtime: ['a', 'b', 'c'] }, 'x'],
    ['owner:"team a" y', { owner: ['team a'] }, 'y'],
    ['owner:"a,b"', { owner: ['a,b'] }, ''],
    ['owner:"open', { owner: ['open'] }, ''],
    ['RUNTIME:Go', { runtime: ['Go'] }, ''],
    ['tool:cli tool:sdk', { tool: ['sdk'] }, ''],
    ['runtime:', {}, ''],
    [':x arn:aws:lambda', {}, ':x arn:aws:lambda'],
    ['runtime:a:b', { runtime: ['a:b'] }, ''],
  ])('%s', (text, values, free) => expect(parseSearch(text, filters)).toEqual({ values, text: free }))

  it('reads back what it wrote, whatever the values hold', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.includes('"') && text.trim() !== '')
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 4 }), (owners) => {
        const parsed = { values: { owner: owners }, text: 'free words' }
        expect(parseSearch(formatSearch(parsed, filters), filters)).toEqual(parsed)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSearch(text, filters)))
  })
})

describe('completion', () => {
  const facets = {
    runtime: [
      { value: 'python3.9', label: 'python3.9', count: 4 },
      { value: 'nodejs20.x', label: 'nodejs20.x', count: 9 },
    ],
    owner: [{ value: 'team a', label: 'Team A', count: 2 }],
  }

  it('offers keys, then the values of the key', () => {
    expect(completions('ru', 2, filters, facets).map((one) => one.label)).toEqual(['runtime:'])
    expect(completions('runtime:py', 10, filters, facets).map((one) => one.label)).toEqual(['python3.9'])
    expect(completions('runtime:nodejs20.x,py', 21, filters, facets).map((one) => one.label)).toEqual([
      'python3.9',
    ])
    expect(completions('', 0, filters, facets)).toHaveLength(3)
  })

  it('replaces the word at the caret and leaves the rest', () => {
    expect(applyCompletion('ru orders', 2, 'runtime:')).toEqual({ text: 'runtime: orders', caret: 8 })
    expect(applyCompletion('runtime:py orders', 10, 'python3.9').text).toBe('runtime:python3.9 orders')
    expect(applyCompletion('runtime:a,py', 12, 'python3.9').text).toBe('runtime:a,python3.9 ')
    expect(applyCompletion('owner:te', 8, '"team a"').text).toBe('owner:"team a" ')
  })

  it('knows that a term is not finished', () => {
    expect(isTermOpen('runtime:py', 10, filters)).toBe(true)
    expect(isTermOpen('runtime:py ', 11, filters)).toBe(false)
    expect(isTermOpen('orders', 6, filters)).toBe(false)
  })
})
