import { expect, it } from 'vitest'
import { errorWindow } from './error-window.ts'

const minute = (n: number) => n * 60_000

it.each([
  [
    'the last errors',
    [
      [minute(10), 4],
      [minute(50), 7],
      [minute(55), 0],
    ],
    40,
    55,
    7,
  ],
  ['the end where there are none', [[minute(10), 0]], 45, 60, 0],
  ['the end where nothing is known', [], 45, 60, 0],
  [
    'what fits into it',
    [
      [minute(45), 1],
      [minute(50), 2],
      [minute(55), 3],
    ],
    45,
    60,
    6,
  ],
  [
    'less where there are many',
    [
      [minute(45), 70],
      [minute(50), 40],
      [minute(55), 30],
    ],
    50,
    60,
    70,
  ],
] as [string, [number, number][], number, number, number][])(
  'takes %s',
  (_what, points, from, to, errors) => {
    expect(errorWindow(points, 0, minute(60))).toEqual({ fromMs: minute(from), toMs: minute(to), errors })
  },
)

it('stays in a short range', () => {
  expect(errorWindow([[minute(55), 3]], minute(57), minute(60))).toMatchObject({
    fromMs: minute(55),
    toMs: minute(60),
  })
})
