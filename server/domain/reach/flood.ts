import { valueOr } from '#server/domain/field.ts'
import { functionOff } from '#server/domain/triggers/function-off.ts'
import { lossOf } from './flood-loss.ts'
import type { Flood } from './reach.ts'
import type { ReachInput } from './reach-input.ts'

const NAMED_NEIGHBOURS = 20
/** Thousands of functions share one list of neighbours: its names are put into a set once. */
const nameSets = new WeakMap<ReachInput['neighbours'], ReadonlySet<string>>()

function othersOf({ neighbours, fn }: ReachInput): { count: number; names: string[] } {
  const names = nameSets.get(neighbours) ?? new Set(neighbours.map((one) => one.name))
  nameSets.set(neighbours, names)
  const first = neighbours.slice(0, NAMED_NEIGHBOURS + 1).map((one) => one.name)
  return {
    count: neighbours.length - (names.has(fn.name) ? 1 : 0),
    names: first.filter((name) => name !== fn.name).slice(0, NAMED_NEIGHBOURS),
  }
}

type Pool = Pick<Flood, 'reserved' | 'accountLimit' | 'unreserved' | 'ceiling' | 'pool'>

function poolOf({ fn, settings }: ReachInput): Pool {
  const reserved = valueOr<number | null>(fn.reservedConcurrency, null)
  const accountLimit = (settings && valueOr<number | null>(settings.concurrentExecutions, null)) ?? null
  const unreserved =
    (settings && valueOr<number | null>(settings.unreservedConcurrentExecutions, null)) ?? null
  const base = { reserved: reserved ?? null, accountLimit, unreserved }
  if (reserved === undefined) return { ...base, ceiling: null, pool: 'unknown' }
  if (reserved === 0) return { ...base, ceiling: 0, pool: 'off' }
  if (reserved !== null) return { ...base, ceiling: reserved, pool: 'reserved' }
  return { ...base, ceiling: unreserved, pool: 'shared' }
}

function summaryOf({ pool, ceiling, reserved, unreserved, accountLimit }: Pool, neighbours: number): string {
  const limit = accountLimit === null ? 'an account limit that was not seen' : `the account's ${accountLimit}`
  const others = neighbours === 1 ? '1 other function' : `${neighbours} other functions`
  if (pool === 'off')
    return 'Its reserved concurrency is 0: every invocation is throttled, and a flood changes nothing.'
  if (pool === 'unknown')
    return 'Its reserved concurrency was not seen: whether a flood takes its neighbours down is not known.'
  if (pool === 'reserved') {
    return `A flood takes at most its ${reserved} reserved executions of ${limit}: then it is throttled itself, and its neighbours are not.`
  }
  const most = ceiling === null ? 'all unreserved executions' : `all ${unreserved} unreserved executions`
  const harm =
    neighbours > 0 ? `${others} in this account and region then get none` : 'no other function shares them'
  return `It has no reserved concurrency: a flood can take ${most} of ${limit}, and ${harm}.`
}

/** What a flood of requests does to the function, to each of its triggers and to its neighbours. */
export function floodOf(input: ReachInput): Flood {
  const { fn, triggers } = input
  const pool = poolOf(input)
  const others = othersOf(input)
  const isShared = pool.pool === 'shared'
  return {
    ...pool,
    neighbours: isShared ? others : { count: 0, names: [] },
    summary: summaryOf(pool, others.count),
    triggers: triggers.map((trigger) => {
      const { key, kind, source, invocation, throttled } = trigger
      const off = functionOff(fn, trigger.qualifier)
      return {
        key,
        kind,
        source,
        invocation,
        outcome: off ? `${off}. ${throttled}` : throttled,
        ...lossOf(trigger, pool.ceiling, input),
      }
    }),
  }
}
