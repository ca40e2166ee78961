import { MINUTE_MS } from '#server/domain/time.ts'
import type { Impact, IncidentAnomaly } from './incident.ts'

const count = (value: number) => Math.round(value).toLocaleString('en')
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
const AGE_MS = MINUTE_MS

type Rule = (anomaly: IncidentAnomaly, invocations: number | null) => Impact | null

/** Errors beyond the usual: ten of them, and one of twenty invocations. */
const errors: Rule = ({ excess }, invocations) => {
  if (excess < 10 || invocations === null) return null
  const share = Math.min(1, excess / Math.max(1, invocations))
  if (share < 0.05) return null
  return {
    severity: share >= 0.25 ? 'high' : 'medium',
    text: `${count(excess)} more errors than usual (${percent(share)} of invocations)`,
  }
}

const throttles: Rule = ({ excess }, invocations) => {
  if (excess < 10 || invocations === null) return null
  const share = excess / Math.max(1, excess + invocations)
  if (share < 0.01) return null
  return {
    severity: share >= 0.1 ? 'high' : 'medium',
    text: `${count(excess)} requests throttled (${percent(share)})`,
  }
}

const lost: Rule = ({ excess, metric }) =>
  excess < 1
    ? null
    : {
        severity: 'medium',
        text:
          metric === 'DeadLetterErrors'
            ? `${count(excess)} failed events could not be put aside`
            : `${count(excess)} events lost`,
      }

/** A backlog that grows: events wait a minute and thrice as long as usual, for two steps. */
const waiting: Rule = ({ value, expected, periods }) =>
  value < AGE_MS || value < 3 * (expected ?? 0) || periods < 2
    ? null
    : { severity: 'medium', text: `events wait up to ${count(value / MINUTE_MS)} min` }

/** Twice as slow for a quarter of an hour, where enough people wait. */
const slow: Rule = ({ value, expected, periods }, invocations) =>
  expected === null || value < 2 * expected || periods < 3 || (invocations ?? 0) < 100
    ? null
    : { severity: 'low', text: `${(value / Math.max(1, expected)).toFixed(1)} times as slow as usual` }

/**
 * By metric. More invocations harm nobody by themselves: the throttles, errors and costs that they bring do, and are told
 * of; and of missing ones silent-stop tells.
 */
const RULES: Record<string, Rule> = {
  Errors: errors,
  Throttles: throttles,
  AsyncEventsDropped: lost,
  DeadLetterErrors: lost,
  IteratorAge: waiting,
  AsyncEventAge: waiting,
  Duration: slow,
}

/**
 * What an anomaly does to anybody; null where it is unusual and no more: small numbers, or only a little outside. Of the
 * account as a whole nothing is said: its functions say it. `invocations` are those of the function while it went on.
 */
export function impactOf(anomaly: IncidentAnomaly, invocations: number | null): Impact | null {
  return anomaly.functionName === null ? null : (RULES[anomaly.metric]?.(anomaly, invocations) ?? null)
}
