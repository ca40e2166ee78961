import { isCelError } from '@bufbuild/cel'
import type { Verdict } from '#server/domain/verdict.ts'
import { celValue, Reads } from './cel-value.ts'
import type { CompiledCondition } from './compile-condition.ts'
import type { Rule, Variable } from './rule.ts'

/** What a rule reads of one resource, as it was collected and worked out. */
export type RuleInput = Partial<Record<Variable, unknown>>

/** `fault`: what is wrong is the rule, not what is known of the resource. */
export type Judgement = { verdict: Verdict; fault: string | null }

/** What a rule says of a resource. Where it read something that nobody could look at, and needed it: unknown. */
export function judgeResource(
  rule: Pick<Rule, 'severity' | 'message' | 'condition'>,
  condition: CompiledCondition,
  input: RuleInput,
  name: string,
): Judgement {
  const reads = new Reads()
  const bindings = Object.fromEntries(
    [...condition.variables].map((variable) => [
      variable,
      celValue(input[variable] ?? null, variable, reads),
    ]),
  )
  reads.values.clear()
  const result = condition.run(bindings)
  if (result === true) return { verdict: { state: 'pass', evidence: evidenceOf(reads) }, fault: null }
  if (result === false) {
    const summary = rule.message.replaceAll('{name}', () => name)
    const evidence = [{ label: 'Condition', value: rule.condition }, ...evidenceOf(reads)]
    return { verdict: { state: 'fail', severity: rule.severity, summary, evidence }, fault: null }
  }
  const [why] = reads.unseen
  if (isCelError(result) && why !== undefined) return { verdict: unknown(`Not seen: ${why}.`), fault: null }
  const fault = isCelError(result)
    ? `The condition cannot be worked out: ${result.message}.`
    : 'The condition is neither true nor false.'
  return { verdict: unknown(fault), fault }
}

const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
const evidenceOf = ({ values }: Reads) => [...values].map(([label, value]) => ({ label, value }))
