import { parentPort } from 'node:worker_threads'
import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import { type Judgement, judgeResource, type RuleInput } from '#server/domain/own-rules/judge-resource.ts'
import type { Rule } from '#server/domain/own-rules/rule.ts'

export type RuleTask = {
  rule: Pick<Rule, 'severity' | 'message' | 'condition'>
  rows: { name: string; input: RuleInput }[]
}
export type RuleAnswer = { judgements: Judgement[] }

parentPort?.on('message', ({ rule, rows }: RuleTask) => {
  const condition = compileCondition(rule.condition)
  const judgements =
    'problem' in condition ? [] : rows.map(({ name, input }) => judgeResource(rule, condition, input, name))
  parentPort?.postMessage({ judgements } satisfies RuleAnswer)
})
