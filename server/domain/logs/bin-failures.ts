import type { FailureKind } from './failure.ts'
import type { FailedInvocation } from './sample-failures.ts'

/** Names of the series (namespace Sightline, Sum) that keep what logs showed; the first counts all of them. */
export const FAILURE_SERIES = [
  'FailuresRead',
  'ConfirmedTimeouts',
  'OutOfMemory',
  'InitFailures',
  'ApplicationFailures',
] as const
export type FailureSeries = (typeof FAILURE_SERIES)[number]

const SERIES_OF: Partial<Record<FailureKind, FailureSeries>> = {
  timeout: 'ConfirmedTimeouts',
  'out-of-memory': 'OutOfMemory',
  init: 'InitFailures',
  application: 'ApplicationFailures',
}

export type FailureBin = { atMs: number; counts: Record<FailureSeries, number> }

/**
 * Failures of a window by periods, counted where the invocation began, as CloudWatch does. A period whose search ended
 * before it did has what was seen until then: every count is a lower bound.
 */
export function binFailures(
  failed: readonly FailedInvocation[],
  window: { fromMs: number; searchedToMs: number; periodMs: number },
): FailureBin[] {
  const { fromMs, searchedToMs, periodMs } = window
  const bins = new Map<number, FailureBin>()
  for (let atMs = Math.ceil(fromMs / periodMs) * periodMs; atMs < searchedToMs; atMs += periodMs)
    bins.set(atMs, {
      atMs,
      counts: {
        FailuresRead: 0,
        ConfirmedTimeouts: 0,
        OutOfMemory: 0,
        InitFailures: 0,
        ApplicationFailures: 0,
      },
    })
  for (const { of, atMs, durationMs, kind } of failed) {
    // An initialisation is tried again with the invocation: CloudWatch counts the invocation, if that fails.
    if (of === 'initialisation') continue
    const beganMs = atMs - (durationMs ?? 0)
    const bin = bins.get(Math.floor(beganMs / periodMs) * periodMs)
    if (!bin) continue
    bin.counts.FailuresRead += 1
    const series = SERIES_OF[kind]
    if (series) bin.counts[series] += 1
  }
  return [...bins.values()]
}
