import { expect, it } from 'vitest'
import { sumOf } from './sum-of.ts'

it('adds what is known and never makes a zero of nothing', () => {
  expect(
    sumOf(
      [
        [1, 2],
        [2, null],
      ],
      [[1, 3]],
    ),
  ).toBe(5)
  expect(sumOf([[1, 0]])).toBe(0)
  expect(sumOf([[1, null]], [])).toBeNull()
})
