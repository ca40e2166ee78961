import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionCall } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const waits = ({ by, synchronous, fromArn, toArn }: FunctionCall) =>
  synchronous === true && by.includes('observed') && fromArn !== toArn
const may = ({ by }: FunctionCall) => by.includes('permission')

function callsOf(arn: string, around: Surroundings) {
  const calls = around.calls?.(arn)
  return calls?.state === 'known' ? calls.value : undefined
}

const CALLS = /^(?:lambda:Invoke(?:Function|Async)|states:Start(?:Sync)?Execution)$/

/** Whether all policies of its role were read and none lets it call anything. */
function mayCallNone({ roleArn }: FunctionRecord, around: Surroundings): boolean {
  const access = roleArn.state === 'known' ? around.access(roleArn.value) : roleArn
  if (access.state !== 'known' || access.value.level === 'unknown') return false
  return !access.value.permissions.services.some(({ levels }) =>
    levels.some(({ actions }) => actions.some((action) => CALLS.test(action))),
  )
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const calls = callsOf(record.arn, around)
  if (!calls)
    return mayCallNone(record, around)
      ? { state: 'not applicable', reason: 'Its role may call no function.' }
      : { state: 'unknown', reason: 'Its role may call functions; which of them it calls was not seen.' }
  const waiting = calls.filter(waits)
  if (waiting.length > 0) {
    const onward = waiting.filter(({ toArn }) => (callsOf(toArn, around) ?? []).some(waits))
    const names = waiting.map(({ toArn }) => toArn.split(':').at(-1)).join(', ')
    return {
      state: 'fail',
      severity: onward.length > 0 ? 'medium' : 'low',
      summary: `It calls ${names} and waits for the answer${onward.length > 0 ? ', which waits for another one' : ''}.`,
      evidence: waiting.slice(0, 10).map(({ toArn, evidence }) => ({ label: toArn, value: evidence })),
    }
  }
  if (calls.length === 0)
    return { state: 'not applicable', reason: 'It calls no function, and may call none.' }
  const allowed = calls.filter((call) => may(call) && call.synchronous === null)
  return allowed.length > 0
    ? {
        state: 'unknown',
        reason: `Its role may call ${allowed[0]?.toArn}; whether it does, and waits, only CloudTrail’s data events of Lambda tell.`,
      }
    : {
        state: 'pass',
        evidence: calls.slice(0, 10).map(({ toArn, evidence }) => ({ label: toArn, value: evidence })),
      }
}

export const syncFunctionChain = defineCheck({
  id: 'sync-function-chain',
  title: 'Function waits for another function',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where the other one waits for a third.',
  why: 'Both are paid for while one waits, a timeout or throttle of the last one fails all of them, and each takes from the same concurrency.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/concepts-event-driven-architectures.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html',
  ],
  needs: ['functions', 'roles', 'trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation', 'denial-of-service'],
  evaluate,
  remediate: () => ({
    text: 'Put a queue, an event or a state machine between the two, or make them one function. The callers must then do without an answer at once.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
