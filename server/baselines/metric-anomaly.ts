import type { IncidentWindow } from '#server/domain/metrics/incident-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, isStale, quiet, stale } from './define-baseline.ts'

/** What was seen so long ago is nobody's alert any more: it stays in the list of anomalies. */
const OLD_MS = HOUR_MS
const EXPLAINED = 5

/** Whether rules that wake people by themselves tell of every function that it does something to. */
function isTold({ impaired, toldBy }: IncidentWindow): boolean {
  const told = new Set(toldBy.map(({ functionName }) => functionName))
  return impaired.length > 0 && impaired.every((name) => told.has(name))
}

export const metricAnomaly = defineBaseline<IncidentWindow>({
  id: 'metric-anomaly',
  title: 'Unusual metrics with an impact',
  scope: 'account',
  severity: 'medium',
  why: 'Metrics are far from what is usual for this hour and day, and it does something to somebody. No fixed limit was reached, which is why no other rule tells of it.',
  clearAfterMs: 20 * MINUTE_MS,
  needs: ['lambda-metrics'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    {
      text: 'Look at what it likely comes from: a change, a trigger or a limit that its functions share.',
      command: null,
    },
    { text: 'Compare the charts with last week: the band shows what is usual.', command: null },
    { text: 'If it was planned, add a maintenance window: Settings, Maintenance.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const { impact, isMaintained, nowMs, lastSeenMs } = window
    if (impact === null || isMaintained || nowMs - lastSeenMs > OLD_MS || isTold(window)) return quiet
    const shown = window.explanations.slice(0, EXPLAINED)
    const named = new Set(window.toldBy.map(({ ruleId }) => ruleId))
    return {
      state: 'breach',
      breach: {
        severity: window.severity,
        title: window.title,
        summary: window.summary,
        startedAtMs: window.startedMs,
        seenAtMs: lastSeenMs,
        evidence: [
          { label: 'Impact', value: impact },
          { label: 'Likely origin', value: window.originText },
          ...shown.map(({ functionName, metric, text }) => ({
            label: `${metric} of ${functionName ?? 'the account'}`,
            value: text,
          })),
          ...(named.size > 0 ? [{ label: 'Other alerts', value: [...named].join(', ') }] : []),
        ],
        eventIds: [...window.eventIds],
        metric: {
          title: window.title,
          unit: '',
          series: shown
            .filter(({ metric }) => metric === shown[0]?.metric)
            .map(({ functionName, metric, stat }) => ({
              namespace: 'AWS/Lambda',
              metric,
              stat: stat as 'Sum',
              dimension: functionName ?? '',
            })),
          threshold: null,
        },
      },
    }
  },
})
