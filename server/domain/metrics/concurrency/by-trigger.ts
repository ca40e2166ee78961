import type { Invocation } from '#server/domain/triggers/trigger.ts'

export type TriggerUse = {
  /** How events come in; `several` where a function has more ways than can be told apart, `unknown` where none was seen. */
  invocation: Invocation | 'several'
  concurrency: number
  functions: number
}

export type ConcurrencyOf = {
  name: string
  concurrency: number
  /** Share of its invocations that were asynchronous events; null where that was not polled. */
  asyncShare: number | null
}

type Part = { invocation: TriggerUse['invocation']; concurrency: number }

/** The ways of one function: where asynchronous events are one of several, what is counted of them tells their part. */
function partsOf({ concurrency, asyncShare }: ConcurrencyOf, ways: readonly Invocation[]): Part[] {
  const kinds = [...new Set(ways)]
  const [first] = kinds
  if (kinds.length <= 1) return [{ invocation: first ?? 'unknown', concurrency }]
  const others = kinds.filter((kind) => kind !== 'asynchronous')
  const rest = others.length === 1 && others[0] ? others[0] : 'several'
  if (others.length === kinds.length || asyncShare === null) return [{ invocation: 'several', concurrency }]
  const asynchronous = concurrency * Math.min(1, Math.max(0, asyncShare))
  const parts: Part[] = [
    { invocation: 'asynchronous', concurrency: asynchronous },
    { invocation: rest, concurrency: concurrency - asynchronous },
  ]
  return parts.filter((part) => part.concurrency > 0)
}

/** Concurrency by the way in which its events come, the most first. */
export function byTrigger(
  users: readonly ConcurrencyOf[],
  invocationsOf: (name: string) => readonly Invocation[],
): TriggerUse[] {
  const uses = new Map<TriggerUse['invocation'], TriggerUse>()
  for (const user of users)
    for (const { invocation, concurrency } of partsOf(user, invocationsOf(user.name))) {
      const use = uses.get(invocation) ?? { invocation, concurrency: 0, functions: 0 }
      use.concurrency += concurrency
      use.functions += 1
      uses.set(invocation, use)
    }
  return [...uses.values()].sort((a, b) => b.concurrency - a.concurrency)
}
