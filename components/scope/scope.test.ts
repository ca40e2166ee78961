import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RANGES as API_RANGES } from '#server/services/scope.schema.ts'
import { hrefWithScope, parseScope, RANGES, scopeBounds, scopeToParams, scopeToQuery } from './scope.ts'

const read = (query: string) => parseScope(new URLSearchParams(query))
const FROM = '2026-11-19T10:00:00.000Z'
const TO = '2026-11-19T12:00:00.000Z'

describe('parseScope', () => {
  it('is everything over the last day by default', () => {
    expect(read('')).toEqual({ accounts: [], regions: [], env: [], range: '24h', from: null, to: null })
  })
  it.each([
    ['range=99y', '24h'],
    ['range=7d', '7d'],
  ])('%s', (query, range) => expect(read(query).range).toBe(range))
  it.each([`from=${FROM}`, `from=${TO}&to=${FROM}`, `from=${FROM}&to=${FROM}`, `from=yesterday&to=${TO}`])(
    'takes %s for no period of its own',
    (query) => expect(read(query).from).toBeNull(),
  )
  it('reads times with an offset as UTC', () => {
    expect(read('from=2026-11-19T11:00:00%2B01:00&to=2026-11-19T13:00:00%2B01:00')).toMatchObject({
      from: FROM,
      to: TO,
    })
  })
})

it('asks the API with a range, or with from and to, never both', () => {
  expect(scopeToParams(read(''))).toEqual({ range: '24h' })
  expect(scopeToParams(read(`range=7d&from=${FROM}&to=${TO}&accounts=1,2`))).toEqual({
    accounts: '1,2',
    from: FROM,
    to: TO,
  })
})

it('reads back what it wrote', () => {
  const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
  fc.assert(
    fc.property(
      fc.record({
        accounts: fc.uniqueArray(word, { maxLength: 3 }),
        regions: fc.uniqueArray(word, { maxLength: 3 }),
        env: fc.uniqueArray(word, { maxLength: 2 }),
        range: fc.constantFrom(...RANGES),
      }),
      (some) => {
        const scope = { ...some, from: null, to: null }
        expect(read(new URLSearchParams(scopeToQuery(scope)).toString())).toEqual(scope)
      },
    ),
  )
})

describe('hrefWithScope', () => {
  const scope = read('accounts=1&range=7d')
  it.each([
    ['/alerts', '/alerts?accounts=1&range=7d'],
    ['/alerts?state=firing#x', '/alerts?state=firing&accounts=1&range=7d#x'],
    ['/functions?accounts=2', '/functions?accounts=2&range=7d'],
    [
      `/events?from=${FROM}&to=${TO}`,
      `/events?from=${encodeURIComponent(FROM)}&to=${encodeURIComponent(TO)}&accounts=1`,
    ],
  ])('%s', (href, expected) => expect(hrefWithScope(href, scope)).toBe(expected))
})

it('counts a range back from now and keeps a period of its own', () => {
  expect(scopeBounds(read('range=1h'), 10_000_000)).toEqual({ fromMs: 6_400_000, toMs: 10_000_000 })
  expect(scopeBounds(read(`from=${FROM}&to=${TO}`), 0)).toEqual({
    fromMs: Date.parse(FROM),
    toMs: Date.parse(TO),
  })
})

it('offers every range that the API takes', () => {
  expect(RANGES).toEqual(API_RANGES)
})
