import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { knownSpike } from '#server/domain/money/spike-kind.ts'
import { costBreach, tooNew } from './cost-breach.ts'
import { defineBaseline, isStale, quiet, recent, runStart, stale, total } from './define-baseline.ts'

const SPAN_MS = 15 * 60_000
const GAP_MS = 30 * 60_000

export const recursionLoop = defineBaseline<FunctionCostWindow>({
  id: 'recursion-loop',
  title: 'Function that calls itself',
  scope: 'function',
  severity: 'high',
  why: 'What the function writes starts it again, so that calls multiply until a limit or the bill stops them. Lambda breaks only loops through SQS, SNS, S3 and Lambda itself, and only where it is allowed to.',
  clearAfterMs: 30 * 60_000,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service', 'execution-flow-manipulation'],
  response: [
    {
      text: 'Stop the loop at once: no execution is started any more.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions 0',
    },
    {
      text: 'Let it write to another bucket, queue or topic than the one that starts it, then take the limit away.',
      command: null,
    },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const untilMs = window.polledUntilMs ?? window.nowMs
    const { functionName, circle } = window
    const through =
      circle.length > 0 ? `It calls itself through ${circle.join(', ')}.` : 'What it does starts it again.'
    const spike = knownSpike(window)
    if (spike !== 'unknown' && spike?.kind === 'recursion') {
      const title = `${functionName} calls itself`
      return { state: 'breach', breach: costBreach(window, spike, { title, why: through }) }
    }
    const dropped = total(recent(window.recursionsDropped, untilMs, SPAN_MS))
    if (dropped <= 0) return spike === 'unknown' && window.isCircle ? tooNew : quiet
    const seen = recent(window.recursionsDropped, untilMs, SPAN_MS).findLast(([, value]) => value > 0)
    return {
      state: 'breach',
      breach: {
        severity: 'medium',
        title: `${functionName} calls itself`,
        summary: `Lambda stopped ${dropped.toLocaleString('en')} invocations of a loop in the last 15 minutes. ${through}`,
        startedAtMs: runStart(window.recursionsDropped, untilMs, SPAN_MS, GAP_MS),
        seenAtMs: seen?.[0] ?? untilMs,
        evidence: [{ label: 'Stopped by Lambda, 15 min', value: dropped.toLocaleString('en') }],
        metric: {
          title: `Recursive invocations of ${functionName} that Lambda dropped`,
          unit: 'invocations',
          series: [
            {
              namespace: 'AWS/Lambda',
              metric: 'RecursiveInvocationsDropped',
              stat: 'Sum',
              dimension: functionName,
            },
          ],
          threshold: null,
        },
      },
    }
  },
})
