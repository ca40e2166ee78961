import { describe, expect, it } from 'vitest'
import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dearFunction, functionCostWindow } from '#server/testing/records/cost-windows.ts'
import { NOW_MS } from '#server/testing/records/metric-windows.ts'
import { costSpike } from './cost-spike.ts'

describe('cost-spike', () => {
  it.each<[string, string, FunctionCostWindow]>([
    ['quiet', 'what it always costs', functionCostWindow()],
    ['quiet', 'twice that', dearFunction(2)],
    ['breach', 'ten times that', dearFunction(10)],
    [
      'quiet',
      'a flood of calls from the internet, which has a rule of its own',
      dearFunction(10, { isPublic: true }),
    ],
    ['quiet', 'a loop, which has a rule of its own', dearFunction(10, { isCircle: true })],
    ['unknown', 'metrics that were never polled', dearFunction(10, { polledUntilMs: null })],
    ['unknown', 'metrics of half an hour ago', dearFunction(10, { polledUntilMs: NOW_MS - 30 * MINUTE_MS })],
  ])('says %s of %s', (state, _what, window) => {
    expect(costSpike.evaluate(window).state).toBe(state)
  })

  it('names the function, the extra of a day and the change before', () => {
    const lastChange = { atMs: NOW_MS - HOUR_MS, actor: 'ci-deploy' }
    expect(costSpike.evaluate(dearFunction(10, { lastChange }))).toMatchObject({
      breach: {
        title: 'Cost of orders-api jumped',
        severity: 'high',
        summary:
          '$10.00 an hour, 10 times the usual of this hour: $216.00 more a day if it goes on. It has just begun.',
        startedAtMs: NOW_MS - 20 * MINUTE_MS,
        evidence: expect.arrayContaining([
          { label: 'More a day', value: '$216.00' },
          { label: 'Changed before', value: 'The function, 40 min before by ci-deploy' },
        ]),
      },
    })
  })

  it('is critical from a thousand dollars a day on', () => {
    expect(costSpike.evaluate(dearFunction(60))).toMatchObject({ breach: { severity: 'critical' } })
  })
})
