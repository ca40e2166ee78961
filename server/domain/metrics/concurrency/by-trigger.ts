import type { Invocation } from '#server/domain/triggers/trigger.ts'

export type TriggerUse = {
  /** How events come in; `several` where a function has more than one way, `unknown` where none was seen. */
  invocation: Invocation | 'several'
  concurrency: number
  functions: number
}

/**
 * Concurrency by the way in which its events come. Metrics do not tell a function's ways apart, so that one with several is
 * counted as that. The most first.
 */
export function byTrigger(
  users: readonly { name: string; concurrency: number }[],
  invocationsOf: (name: string) => readonly Invocation[],
): TriggerUse[] {
  const uses = new Map<TriggerUse['invocation'], TriggerUse>()
  for (const { name, concurrency } of users) {
    const [first, ...others] = new Set(invocationsOf(name))
    const invocation = others.length > 0 ? 'several' : (first ?? 'unknown')
    const use = uses.get(invocation) ?? { invocation, concurrency: 0, functions: 0 }
    use.concurrency += concurrency
    use.functions += 1
    uses.set(invocation, use)
  }
  return [...uses.values()].sort((a, b) => b.concurrency - a.concurrency)
}
