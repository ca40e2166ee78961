import { expect, it } from 'vitest'
import { heldRows } from './use-held-rows.ts'

const rowsOf = (ids: string) => [...ids].map((id) => ({ id, at: ids }))

it.each([
  ['abc', 'abc', 'abc', 0],
  ['xabc', 'abc', 'abc', 1],
  ['cba', 'abc', 'abc', 0],
  ['xyac', 'abc', 'ac', 2],
  ['', 'abc', '', 0],
])('of %s keeps what was there as %s in its place: %s, and %d wait', (now, before, shown, waiting) => {
  const held = heldRows(rowsOf(now), [...before], (row) => row.id)
  expect(held.rows.map((row) => row.id).join('')).toBe(shown)
  expect(held.rows.every((row) => row.at === now)).toBe(true)
  expect(held.waiting).toBe(waiting)
})
