import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { knownSpike } from '#server/domain/money/spike-kind.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { costBreach, tooNew } from './cost-breach.ts'
import { defineBaseline, isStale, quiet, stale } from './define-baseline.ts'

/** Worked out of invocations and durations, so that it is known hours before AWS's own figures are. */
export const costSpike = defineBaseline<FunctionCostWindow>({
  id: 'cost-spike',
  title: 'Cost of a function jumped',
  scope: 'function',
  severity: 'high',
  why: 'The function costs far more an hour than it does at this hour on other days. AWS’s own figures say so hours or a day later.',
  clearAfterMs: 30 * 60_000,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    {
      text: 'See what changed just before, and what calls it; point the alias back if it was a deployment.',
      command: null,
    },
    {
      text: 'Hold the function back with reserved concurrency while you look.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions <n>',
    },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const spike = knownSpike(window)
    if (spike === 'unknown') return tooNew
    if (spike?.kind !== 'plain') return quiet
    const hours = (spike.seenAtMs - spike.startedAtMs) / HOUR_MS
    const why = hours >= 1 ? `It has gone on for ${hours.toFixed(0)} h.` : 'It has just begun.'
    return {
      state: 'breach',
      breach: costBreach(window, spike, { title: `Cost of ${window.functionName} jumped`, why }),
    }
  },
})
