import { expect, it } from 'vitest'
import { controlState } from './read-frameworks.ts'
import type { FrameworkDetail } from './schema.ts'

type Check = FrameworkDetail['controls'][number]['checks'][number]
const check = (tally: Partial<Check['tally']>, enabled = true): Check => ({
  id: 'x',
  title: 'X',
  severity: 'low',
  enabled,
  tally: { pass: 0, fail: 0, excepted: 0, unknown: 0, notApplicable: 0, ...tally },
})

it.each<[string, string, Check[], number]>([
  ['unseen', 'nothing watches it', [], 0],
  ['unseen', 'detections alone watch it', [], 2],
  ['off', 'its checks are off', [check({ pass: 3 }, false)], 0],
  [
    'fail',
    'one check fails, whatever the others say',
    [check({ pass: 3 }), check({ fail: 1, unknown: 4 })],
    0,
  ],
  ['unknown', 'one verdict is unknown', [check({ pass: 3, unknown: 1 })], 0],
  ['unknown', 'nothing was judged', [check({})], 1],
  ['unknown', 'it applies to nothing', [check({ notApplicable: 5 })], 0],
  ['pass', 'all that was judged passes', [check({ pass: 3 }), check({ notApplicable: 2 })], 0],
  [
    'fail',
    'a check that is off passes and another fails',
    [check({ pass: 9 }, false), check({ fail: 1 })],
    0,
  ],
])('a control is %s where %s', (state, _what, checks, detections) => {
  expect(controlState(checks, detections)).toBe(state)
})
