import { type OwnRule, ownRule } from '#server/services/rules/schema.ts'

export const NEW_RULE: OwnRule = {
  id: 'own-',
  title: '',
  why: '',
  severity: 'medium',
  kind: 'function',
  selector: { accounts: [], regions: [], names: [], tags: [], environments: [] },
  condition: 'resource.memoryMb <= 1024',
  message: '{name} has more memory than is agreed.',
  remediation: '',
  risks: [],
}

/** What a trial needs of a rule: it may be tried before it has a title. */
export const forTrial = (rule: OwnRule): OwnRule => ({
  ...NEW_RULE,
  id: 'own-trial',
  title: 'Trial',
  why: 'Trial',
  kind: rule.kind,
  selector: rule.selector,
  condition: rule.condition,
  message: rule.message.trim() || NEW_RULE.message,
})

const REQUIRED = {
  title: 'a title',
  condition: 'a condition',
  message: 'what a finding says',
  why: 'why it matters',
}

/** What keeps a rule from being saved, in words; undefined where nothing does. */
export function whatLacks(rule: OwnRule): string | undefined {
  const parsed = ownRule.safeParse(rule)
  if (parsed.success) return undefined
  const empty = Object.entries(REQUIRED).filter(([key]) => String(Reflect.get(rule, key)).trim() === '')
  if (rule.id === NEW_RULE.id) empty.unshift(['id', 'an id'])
  if (empty.length > 0) return `To save it, it still needs ${empty.map(([, word]) => word).join(', ')}.`
  const issue = parsed.error.issues[0]
  if (issue?.path[1] === 'accounts') return 'An account has twelve digits.'
  return issue && `${issue.path.join('.')}: ${issue.message}`
}
