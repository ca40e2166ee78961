import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '#server/domain/time.ts'
import { incidentWindow, LONG_AGO_MS } from '#server/testing/records/incident-windows.ts'
import { NOW_MS } from '#server/testing/records/metric-windows.ts'
import { metricAnomaly } from './metric-anomaly.ts'

const teller = (functionName: string | null) => ({ ruleId: 'errors-burst', functionName })

describe('metric-anomaly', () => {
  it.each([
    ['an incident that does something', incidentWindow()],
    ['one that is told of for another function only', incidentWindow({ toldBy: [teller('refunds')] })],
    [
      'one that is told of in part',
      incidentWindow({ impaired: ['orders-api', 'refunds'], toldBy: [teller('refunds')] }),
    ],
  ])('breach: %s', (_what, window) => {
    expect(metricAnomaly.evaluate(window).state).toBe('breach')
  })

  it.each([
    ['what is unusual and no more', incidentWindow({ impact: null, impaired: [] })],
    ['what other rules tell of', incidentWindow({ toldBy: [teller('orders-api')] })],
    ['what is maintained', incidentWindow({ isMaintained: true })],
    ['what was long ago', incidentWindow({ lastSeenMs: LONG_AGO_MS })],
  ])('quiet: %s', (_what, window) => {
    expect(metricAnomaly.evaluate(window).state).toBe('quiet')
  })

  it('unknown: nobody looked lately', () => {
    expect(metricAnomaly.evaluate(incidentWindow({ polledUntilMs: NOW_MS - 30 * MINUTE_MS })).state).toBe(
      'unknown',
    )
  })

  it('names impact, origin with its events, and what each series says', () => {
    expect(metricAnomaly.evaluate(incidentWindow())).toMatchObject({
      breach: {
        severity: 'medium',
        eventIds: ['event-1'],
        evidence: [
          { label: 'Impact', value: '80 more errors than usual (8.0 % of invocations) on orders-api' },
          { label: 'Likely origin', value: 'UpdateFunctionCode on orders-api by ci-deploy, 4 min before' },
          { label: 'Errors of orders-api', value: '9 times the usual for Friday 10:00' },
        ],
        metric: { series: [{ metric: 'Errors', dimension: 'orders-api' }] },
      },
    })
  })
})
