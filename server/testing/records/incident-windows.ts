import type { IncidentWindow, SilenceWindow } from '#server/domain/metrics/incident-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { ACCOUNT, REGION } from './function-record.ts'
import { NOW_MS } from './metric-windows.ts'

/** A function of 100 invocations every five minutes, day and night, that has had none for ten minutes. */
export function silenceWindow(
  changes: Partial<SilenceWindow> = {},
  silence: Partial<NonNullable<SilenceWindow['silence']>> = {},
): SilenceWindow {
  return {
    accountId: ACCOUNT,
    region: REGION,
    functionName: 'orders-api',
    resourceId: 1,
    nowMs: NOW_MS,
    polledUntilMs: NOW_MS,
    isWarm: true,
    silence: {
      sinceMs: NOW_MS - 10 * MINUTE_MS,
      expected: 200,
      steps: 2,
      fallen: null,
      last: 50,
      leastBefore: 80,
      longestMs: 0,
      meanMs: 0,
      count: 0,
      streak: 9,
      ...silence,
    },
    isEverybody: false,
    isDeleted: false,
    stoppedBy: null,
    ...changes,
  }
}

/** An incident of one function whose errors have risen since ten minutes. */
export function incidentWindow(changes: Partial<IncidentWindow> = {}): IncidentWindow {
  return {
    accountId: ACCOUNT,
    region: REGION,
    incidentId: 'b3b1c7a2-5f0e-4a6d-9c53-3f1f5d3f7d10',
    functionName: 'orders-api',
    resourceId: 1,
    nowMs: NOW_MS,
    polledUntilMs: NOW_MS,
    severity: 'medium',
    title: 'Unusual errors on orders-api',
    summary: '80 more errors than usual (8.0 % of invocations) on orders-api.',
    impact: '80 more errors than usual (8.0 % of invocations) on orders-api',
    originText: 'UpdateFunctionCode on orders-api by ci-deploy, 4 min before',
    eventIds: ['event-1'],
    impaired: ['orders-api'],
    startedMs: NOW_MS - 10 * MINUTE_MS,
    lastSeenMs: NOW_MS,
    isMaintained: false,
    toldBy: [],
    explanations: [
      {
        functionName: 'orders-api',
        metric: 'Errors',
        stat: 'Sum',
        text: '9 times the usual for Friday 10:00',
      },
    ],
    ...changes,
  }
}

/** When nobody thinks of it any more. */
export const LONG_AGO_MS = NOW_MS - 3 * HOUR_MS
