import type { Judgement, RuleInput } from '#server/domain/own-rules/judge-resource.ts'
import type { Rule } from '#server/domain/own-rules/rule.ts'

/** What the thread says once it has started. */
export const READY = 'ready'

export type RuleTask = {
  rule: Pick<Rule, 'severity' | 'message' | 'condition'>
  rows: { name: string; input: RuleInput }[]
}
export type RuleAnswer = { judgements: Judgement[] }
