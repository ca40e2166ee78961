import type { AnyRule } from './rule.ts'

const MAX_REMEMBERED = 20_000
const NONE: readonly AnyRule[] = []

/**
 * Finds, whatever the case, the rules that look at records of an event source and name. What was found is remembered, so that a record costs
 * two lookups, however many rules there are.
 */
export class RuleIndex {
  readonly #exact = new Map<string, AnyRule[]>()
  readonly #found = new Map<string, Map<string, readonly AnyRule[]>>()
  #remembered = 0

  constructor(rules: readonly AnyRule[]) {
    for (const rule of rules)
      for (const source of new Set(rule.detection.sources))
        for (const name of new Set(rule.detection.names)) {
          const key = `${source} ${name}`.toLowerCase()
          const list = this.#exact.get(key)
          if (list) list.push(rule)
          else this.#exact.set(key, [rule])
        }
  }

  rulesFor(eventSource: string, eventName: string): readonly AnyRule[] {
    const names = this.#found.get(eventSource)
    const known = names?.get(eventName)
    if (known) return known
    const rules = this.#find(eventSource, eventName)
    if (this.#remembered < MAX_REMEMBERED) {
      this.#remembered += 1
      if (names) names.set(eventName, rules)
      else this.#found.set(eventSource, new Map([[eventName, rules]]))
    }
    return rules
  }

  #find(source: string, name: string): readonly AnyRule[] {
    const found = new Set<AnyRule>()
    for (const key of [`${source} ${name}`, `${source} *`, `* ${name}`, '* *'])
      for (const rule of this.#exact.get(key.toLowerCase()) ?? NONE) found.add(rule)
    return found.size === 0 ? NONE : [...found]
  }
}
