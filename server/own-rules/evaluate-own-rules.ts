import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import type { Rule, RuleProblem } from '#server/domain/own-rules/rule.ts'
import { ruleInput } from '#server/domain/own-rules/rule-input.ts'
import { selects } from '#server/domain/own-rules/selects.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { RuleThread } from './rule-thread.ts'

export type RuleSubject = { record: ResourceRecord; around: Surroundings }

/** `problem`: why the rule cannot run or was stopped, or what is wrong with it wherever it ran. */
export type RuleOutcome = { verdicts: Map<string, Verdict>; problem: RuleProblem | null }

/** Resources that are handed to the thread at a time. */
const CHUNK = 500

/**
 * What each rule says of each resource of its kind, by the resource's ARN. Rules run in a thread of their own, one after
 * the other; one that takes longer than `deadlineMs` altogether is stopped, and says that it does not know. `stopped`
 * keeps why, by rule: one that is in it is not run again.
 */
export async function evaluateOwnRules(
  rules: readonly Rule[],
  subjects: Iterable<RuleSubject>,
  deadlineMs: number,
  stopped = new Map<string, string>(),
): Promise<Map<string, RuleOutcome>> {
  const outcomes = new Map<string, RuleOutcome>()
  if (rules.length === 0) return outcomes
  const byKind = Map.groupBy(subjects, ({ record }) => record.kind)
  const thread = new RuleThread()
  try {
    for (const rule of rules)
      outcomes.set(
        rule.id,
        await evaluateRule(thread, rule, byKind.get(rule.kind) ?? [], deadlineMs, stopped),
      )
    return outcomes
  } finally {
    await thread.close()
  }
}

async function evaluateRule(
  thread: RuleThread,
  rule: Rule,
  subjects: readonly RuleSubject[],
  deadlineMs: number,
  stopped: Map<string, string>,
): Promise<RuleOutcome> {
  const verdicts = new Map<string, Verdict>()
  const condition = compileCondition(rule.condition)
  if ('problem' in condition) {
    const reason = `The rule cannot run: ${condition.problem.text}.`
    for (const { record } of subjects) verdicts.set(record.arn, { state: 'unknown', reason })
    return { verdicts, problem: condition.problem }
  }
  const chosen: RuleSubject[] = []
  for (const subject of subjects) {
    const selected = selects(rule.selector, subject.record, subject.around)
    if (selected.state === 'yes') chosen.push(subject)
    else {
      const state = selected.state === 'no' ? 'not applicable' : 'unknown'
      verdicts.set(subject.record.arn, { state, reason: selected.reason })
    }
  }
  const undecided = (text: string): RuleOutcome => {
    for (const { record } of chosen) verdicts.set(record.arn, { state: 'unknown', reason: text })
    return { verdicts, problem: { text, line: null, column: null } }
  }
  const before = stopped.get(rule.id)
  if (before !== undefined) return undecided(before)
  const { severity, message } = rule
  let leftMs = deadlineMs
  let fault: string | null = null
  let decided = 0
  for (let from = 0; from < chosen.length; from += CHUNK) {
    const chunk = chosen.slice(from, from + CHUNK)
    const rows = chunk.map((subject) => ({
      name: subject.record.name,
      input: ruleInput(condition, subject),
    }))
    const startedMs = performance.now()
    const task = { rule: { severity, message, condition: rule.condition }, rows }
    const result = await thread.run(task, Math.max(1, Math.round(leftMs)))
    leftMs -= performance.now() - startedMs
    if ('stopped' in result) {
      const text = result.stopped.replace(/than \d+ ms/, `than ${deadlineMs} ms`)
      stopped.set(rule.id, text)
      return undecided(text)
    }
    for (const [i, { record }] of chunk.entries()) {
      const judgement = result.judgements[i]
      if (!judgement) continue
      verdicts.set(record.arn, judgement.verdict)
      fault ??= judgement.fault
      if (judgement.verdict.state !== 'unknown') decided += 1
    }
  }
  return { verdicts, problem: decided === 0 && fault ? { text: fault, line: null, column: null } : null }
}
