import { expect, test } from 'vitest'
import { readCompareRange, writeCompareRange } from './compare-range.ts'

test('a range comes back from the URL as it was written', () => {
  const [from, to] = [Date.UTC(2026, 10, 13), Date.UTC(2026, 10, 20)]
  expect(readCompareRange(writeCompareRange(from, to))).toEqual({
    from: '2026-11-13T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
  })
})

test.each([
  [null],
  [''],
  ['~'],
  ['yesterday~today'],
  ['2026-11-20T00:00:00Z~2026-11-13T00:00:00Z'],
  ['2026-11-20T00:00:00Z'],
])('%j compares nothing', (text) => {
  expect(readCompareRange(text)).toBeNull()
})
