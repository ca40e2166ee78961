import { expect, test } from 'vitest'
import type { Comparison } from '#server/services/history/schema.ts'
import { canCompare, comparisonNote } from './comparison-words.ts'

const side = (state: Comparison['from']['state']) => ({
  at: '2026-03-01T09:00:00Z',
  state,
  versionId: null,
  since: null,
})
const fields: Comparison['fields'] = [{ path: 'memoryMb', before: null, after: '512' }]
const of = (from: Comparison['from']['state'], to: Comparison['from']['state']) => ({
  from: side(from),
  to: side(to),
  fields,
  between: [],
})

test.each([
  ['there', 'there', '1 field differs, 0 versions between'],
  ['deleted', 'there', '1 field differs, 0 versions between'],
  ['not yet seen', 'there', 'what differs is not known'],
  ['not yet seen', 'not yet seen', 'what differs is not known'],
] as const)('from %s to %s: %s', (from, to, note) => {
  expect(comparisonNote(of(from, to))).toBe(note)
})

test('nothing is told of what was not yet seen', () => {
  expect(canCompare(of('not yet seen', 'there'))).toBe(false)
  expect(canCompare(of('there', 'deleted'))).toBe(true)
})
