import { type OwnRule, ownRule } from '#server/services/rules/schema.ts'

/** A rule about functions; parts can be replaced. For tests. */
export function ruleForTest(parts: Partial<OwnRule> = {}): OwnRule {
  return ownRule.parse({
    id: 'own-timeouts-short',
    title: 'Timeouts are short',
    why: 'Long ones hide what hangs.',
    severity: 'medium',
    kind: 'function',
    condition: 'resource.timeoutSeconds <= 60',
    message: '{name} may run for longer than a minute.',
    ...parts,
  })
}
