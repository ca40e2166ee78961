import { parentPort } from 'node:worker_threads'
import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import { judgeResource } from '#server/domain/own-rules/judge-resource.ts'
import { READY, type RuleAnswer, type RuleTask } from './rule-task.ts'

parentPort?.on('message', ({ rule, rows }: RuleTask) => {
  const condition = compileCondition(rule.condition)
  const judgements =
    'problem' in condition ? [] : rows.map(({ name, input }) => judgeResource(rule, condition, input, name))
  parentPort?.postMessage({ judgements } satisfies RuleAnswer)
})
parentPort?.postMessage(READY)
