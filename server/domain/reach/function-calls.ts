import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'
import type { FunctionCall } from './reach.ts'

/** A resource, perhaps with wildcards, on which a role is allowed an action. */
export type AllowedResource = { pattern: string; conditional: boolean }

export type CallInput = {
  functions: readonly FunctionRecord[]
  index: SourceIndex
  /** Resources on which a role may lambda:InvokeFunction. */
  mayInvoke: (roleArn: string) => readonly AllowedResource[]
  /** Resources on which a role may states:StartExecution or StartSyncExecution. */
  mayStart?: (roleArn: string) => readonly AllowedResource[]
  stateMachines?: readonly StateMachineRecord[]
  /** Invocations of functions by functions that CloudTrail saw. */
  observed: readonly { fromArn: string; toArn: string; lastSeenAt: string; synchronous: boolean | null }[]
}

type By = FunctionCall['by'][number]
type Found = { toArn: string; by: By; synchronous: boolean | null; evidence: string; lastSeenAt?: string }

const WILD = /[*?]/
const MOST_EVIDENCE = 500

/** The function's ARN without qualifier, or the pattern; undefined where no function can be meant. */
function targetOf(pattern: string, fn: FunctionRecord): string | undefined {
  if (/^\*+$/.test(pattern)) return '*'
  const [prefix = '', , service = ''] = pattern.split(':')
  if (prefix !== 'arn' && !WILD.test(prefix)) return undefined
  if (service !== '' && service !== 'lambda' && !WILD.test(service)) return undefined
  const parts = pattern.split(':')
  const withoutQualifier = parts.length > 7 && parts[5] === 'function' ? parts.slice(0, 7).join(':') : pattern
  if (WILD.test(withoutQualifier)) return withoutQualifier
  return functionTarget(withoutQualifier, homeOf(fn))?.arn
}

function fromPermissions(fn: FunctionRecord, roleArn: string, input: CallInput): Found[] {
  return input.mayInvoke(roleArn).flatMap(({ pattern, conditional }) => {
    const toArn = targetOf(pattern, fn)
    if (toArn === undefined) return []
    const evidence = `its role may lambda:InvokeFunction on ${pattern}${conditional ? ', under conditions' : ''}`
    return [{ toArn, by: 'permission', synchronous: null, evidence }]
  })
}

/** Functions that read a queue or are subscribed to a topic. */
export function readersBySource({
  functions,
  index,
}: Pick<CallInput, 'functions' | 'index'>): Map<string, string[]> {
  const readers = new Map<string, string[]>()
  for (const { arn } of functions) {
    for (const link of index.linksTo(arn)) {
      const source =
        link.kind === 'topic'
          ? link.record.topicArn
          : link.kind === 'mapping'
            ? valueOr<string | null>(link.record.eventSourceArn, null)
            : null
      if (source) readers.set(source, [...(readers.get(source) ?? []), arn])
    }
  }
  return readers
}

function fromDestinations(fn: FunctionRecord, readers: ReadonlyMap<string, string[]>): Found[] {
  const configs = valueOr(fn.eventInvokeConfigs, []) ?? []
  const ends: [string, string | null | undefined][] = configs.flatMap(({ onSuccess, onFailure }) => [
    ['destination of successes', onSuccess],
    ['destination of failures', onFailure],
  ])
  ends.push(['dead-letter queue', valueOr<string | null>(fn.deadLetterTargetArn, null)])
  return ends.flatMap(([what, to]) => {
    if (!to) return []
    const call = (toArn: string, evidence: string): Found => ({
      toArn,
      by: 'destination',
      synchronous: false,
      evidence,
    })
    if (parseArn(to)?.service === 'lambda') {
      const target = functionTarget(to, homeOf(fn))
      return target ? [call(target.arn, `it is its ${what}`)] : []
    }
    return (readers.get(to) ?? []).map((arn) => call(arn, `it reads ${to}, its ${what}`))
  })
}

function fromStateMachines(roleArn: string, { mayStart, stateMachines }: CallInput): Found[] {
  const allowed = mayStart?.(roleArn) ?? []
  if (allowed.length === 0) return []
  const started = (stateMachines ?? []).filter(({ arn }) =>
    allowed.some(({ pattern }) => matchesPattern(pattern, arn)),
  )
  return started.flatMap((machine) =>
    (valueOr(machine.calls, []) ?? []).flatMap((call) => {
      const target = functionTarget(call.function, homeOf(machine))
      if (!target) return []
      const evidence = `its role may start state machine ${machine.name}, which calls it in state ${call.state}`
      return [{ toArn: target.arn, by: 'state-machine' as const, synchronous: null, evidence }]
    }),
  )
}

function agreed(a: boolean | null, b: boolean | null): boolean | null {
  if (a === null || b === null) return a ?? b
  return a === b ? a : null
}

function merge(before: FunctionCall, { by, synchronous, evidence, lastSeenAt }: Found): FunctionCall {
  const isKnown = before.evidence.includes(evidence) || before.evidence.length > MOST_EVIDENCE
  return {
    ...before,
    by: before.by.includes(by) ? before.by : [...before.by, by],
    synchronous: agreed(before.synchronous, synchronous),
    evidence: isKnown ? before.evidence : `${before.evidence}; ${evidence}`,
    lastSeenAt:
      [before.lastSeenAt, lastSeenAt ?? null]
        .filter((one) => one !== null)
        .sort()
        .at(-1) ?? null,
  }
}

/** Which functions call which, or may: one call a pair, with all that shows it. Wildcards of permissions are kept. */
export function workOutCalls(input: CallInput): FunctionCall[] {
  const calls = new Map<string, FunctionCall>()
  const add = (fromArn: string, found: Found) => {
    const key = `${fromArn} ${found.toArn}`
    const before = calls.get(key)
    const { by, lastSeenAt = null, ...rest } = found
    calls.set(key, before ? merge(before, found) : { fromArn, ...rest, by: [by], lastSeenAt })
  }
  const readers = readersBySource(input)
  for (const fn of input.functions) {
    const roleArn = valueOr<string | null>(fn.roleArn, null)
    const byRole = roleArn
      ? [...fromPermissions(fn, roleArn, input), ...fromStateMachines(roleArn, input)]
      : []
    for (const found of [...byRole, ...fromDestinations(fn, readers)]) add(fn.arn, found)
  }
  for (const { fromArn, toArn, lastSeenAt, synchronous } of input.observed) {
    add(fromArn, {
      toArn,
      by: 'observed',
      synchronous,
      evidence: `CloudTrail saw it call last at ${lastSeenAt}`,
      lastSeenAt,
    })
  }
  return [...calls.values()]
}
