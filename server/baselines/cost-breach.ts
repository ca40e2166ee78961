import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import type { KnownSpike } from '#server/domain/money/spike-kind.ts'
import type { Severity } from '#server/domain/severity.ts'
import { formatDuration, HOUR_MS } from '#server/domain/time.ts'
import type { Breach } from './define-baseline.ts'

const HIGH_PER_DAY = 100
const CRITICAL_PER_DAY = 1000
/** A change this long before is named as what may have begun it. */
const CHANGE_BEFORE_MS = 6 * HOUR_MS

export const usdText = (usd: number) =>
  `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

export function costSeverity(extraPerDay: number): Severity {
  if (extraPerDay >= CRITICAL_PER_DAY) return 'critical'
  return extraPerDay >= HIGH_PER_DAY ? 'high' : 'medium'
}

function changeText({ lastChange }: FunctionCostWindow, startedAtMs: number): string {
  if (!lastChange || lastChange.atMs > startedAtMs || startedAtMs - lastChange.atMs > CHANGE_BEFORE_MS)
    return 'None of the function in the six hours before'
  const by = lastChange.actor ? ` by ${lastChange.actor}` : ''
  return `The function, ${formatDuration(startedAtMs - lastChange.atMs)} before${by}`
}

/** It costs something, and not even a day is known to compare with. */
export const tooNew = {
  state: 'unknown',
  reason: 'Less than a day is known of what the function cost before.',
} as const

/** What an alert says of a function that became dear: how much more a day, against what, since when, after which change. */
export function costBreach(
  window: FunctionCostWindow,
  spike: KnownSpike,
  words: { title: string; why: string },
): Breach {
  const { nowPerHour, usualPerHour, extraPerDay } = spike
  const times =
    usualPerHour > 0
      ? `${(nowPerHour / usualPerHour).toFixed(0)} times the usual of this hour`
      : 'usually nothing'
  return {
    severity: costSeverity(extraPerDay),
    title: words.title,
    summary: `${usdText(nowPerHour)} an hour, ${times}: ${usdText(extraPerDay)} more a day if it goes on. ${words.why}`,
    startedAtMs: spike.startedAtMs,
    seenAtMs: spike.seenAtMs,
    evidence: [
      { label: 'Now', value: `${usdText(nowPerHour)} an hour` },
      { label: 'Usual at this hour', value: `${usdText(usualPerHour)} an hour` },
      { label: 'More a day', value: usdText(extraPerDay) },
      {
        label: 'Calls',
        value:
          spike.timesCalls === null
            ? 'Hardly any before'
            : `${spike.timesCalls.toFixed(1)} times the most of an hour before`,
      },
      { label: 'Changed before', value: changeText(window, spike.startedAtMs) },
    ],
    metric: {
      title: `Invocations of ${window.functionName}`,
      unit: 'invocations',
      series: [
        { namespace: 'AWS/Lambda', metric: 'Invocations', stat: 'Sum', dimension: window.functionName },
      ],
      threshold: null,
    },
  }
}
