import type { FunctionCostWindow } from '#server/domain/money/cost-window.ts'
import { knownSpike } from '#server/domain/money/spike-kind.ts'
import { costBreach, tooNew } from './cost-breach.ts'
import { defineBaseline, isStale, quiet, recent, stale, total } from './define-baseline.ts'

const SPAN_MS = 15 * 60_000

export const denialOfWallet = defineBaseline<FunctionCostWindow>({
  id: 'denial-of-wallet',
  title: 'Flood of calls from the internet',
  scope: 'function',
  severity: 'high',
  why: 'Anybody can call this function and suddenly many do, each call as short as ever. Every one of them is paid for, so that a flood need not bring anything down to do harm.',
  clearAfterMs: 30 * 60_000,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service', 'broken-authentication'],
  response: [
    {
      text: 'Cap what it can cost with reserved concurrency.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions <n>',
    },
    { text: 'Put throttling, a usage plan or a rate rule of AWS WAF before its front door.', command: null },
  ],
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  ],
  evaluate(window) {
    if (isStale(window)) return stale
    const spike = knownSpike(window)
    if (spike === 'unknown') return tooNew
    if (spike?.kind !== 'wallet') return quiet
    const untilMs = window.polledUntilMs ?? window.nowMs
    const throttled = total(recent(window.throttles, untilMs, SPAN_MS))
    const failed = total(recent(window.errors, untilMs, SPAN_MS))
    const breach = costBreach(window, spike, {
      title: `Flood of calls to ${window.functionName}`,
      why: 'Anybody on the internet can call it.',
    })
    return {
      state: 'breach',
      breach: {
        ...breach,
        evidence: [
          ...breach.evidence,
          { label: 'Throttled, 15 min', value: throttled.toLocaleString('en') },
          { label: 'Failed, 15 min', value: failed.toLocaleString('en') },
        ],
      },
    }
  },
})
