import { describe, expect, it } from 'vitest'
import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { dearFunction, functionCostWindow } from '#server/testing/records/cost-windows.ts'
import { pointsOf } from '#server/testing/records/metric-windows.ts'
import { recursionLoop } from './recursion-loop.ts'

const dropped = pointsOf((ago) => (ago <= 20 ? 30 : 0))
const long = pointsOf((ago) => (ago > 60 ? 30 : 0))

describe('recursion-loop', () => {
  it.each<[string, string, FunctionCostWindow]>([
    ['quiet', 'a function as ever', functionCostWindow()],
    ['quiet', 'a circle of calls that costs what it always does', functionCostWindow({ isCircle: true })],
    ['quiet', 'a loop that Lambda stopped an hour ago', functionCostWindow({ recursionsDropped: long })],
    [
      'breach',
      'a loop that Lambda stops, though it costs little',
      functionCostWindow({ recursionsDropped: dropped }),
    ],
    ['breach', 'a circle of calls that runs away', dearFunction(10, { isCircle: true, circle: ['thumbs'] })],
    [
      'breach',
      'a runaway that Lambda stops',
      dearFunction(10, { recursionsDropped: dropped, isPublic: true }),
    ],
    ['quiet', 'a runaway without a circle', dearFunction(10)],
    ['unknown', 'metrics that were never polled', dearFunction(10, { isCircle: true, polledUntilMs: null })],
  ])('says %s of %s', (state, _what, window) => {
    expect(recursionLoop.evaluate(window).state).toBe(state)
  })

  it('names what it calls itself through, and is worse the more it costs', () => {
    const cheap = recursionLoop.evaluate(functionCostWindow({ recursionsDropped: dropped }))
    const dear = recursionLoop.evaluate(dearFunction(60, { isCircle: true, circle: ['thumbs'] }))
    expect(cheap).toMatchObject({ breach: { severity: 'medium' } })
    expect(dear).toMatchObject({
      breach: { severity: 'critical', summary: expect.stringContaining('It calls itself through thumbs.') },
    })
  })
})
