import { CONDITION_OPERATORS, type ConditionOperator } from './condition-operators.ts'
import { globOfTokens, literalTokens, wildcardTokens } from './glob.ts'
import type { PolicyCondition } from './policy-document.ts'
import { contextKey, type RequestContext, type Resolved, resolvePattern } from './policy-variables.ts'
import { every, not, some, type Truth } from './truth.ts'

export type { RequestContext } from './policy-variables.ts'

type Quantifier = 'forallvalues' | 'foranyvalue' | undefined

/**
 * Whether all conditions hold. What the context does not tell, and operators that nobody knows, are `unknown`. Never throws.
 * `variables` is false for policies before version 2012-10-17, where `${…}` is plain text.
 * Source: IAM user guide, "Condition operators" and "Multivalued context keys".
 */
export function evaluateConditions(
  conditions: readonly PolicyCondition[],
  context: RequestContext,
  variables = true,
): Truth {
  return every(conditions, (condition) => evaluateCondition(condition, context, variables))
}

const OPERATOR_FORM = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/

function evaluateCondition(condition: PolicyCondition, context: RequestContext, variables: boolean): Truth {
  const form = OPERATOR_FORM.exec(condition.operator.trim().toLowerCase())
  const [, quantifier, name = '', ifExists] = form ?? []
  const given = context.get(contextKey(condition.key))
  const isAbsent = given === null || given?.length === 0
  if (name === 'null') return given === undefined ? 'unknown' : evaluateNull(condition.values, isAbsent)
  const operator = CONDITION_OPERATORS.get(name)
  if (!operator || given === undefined) return 'unknown'
  if (given === null || isAbsent) return ofAbsentKey(operator, quantifier, ifExists !== undefined)
  const wanted = condition.values.map((value) => resolve(value, operator, context, variables))
  return holdsFor(operator, quantifier as Quantifier, given, wanted)
}

function resolve(
  value: string,
  { wildcards }: ConditionOperator,
  context: RequestContext,
  variables: boolean,
) {
  if (variables) return resolvePattern(value, context, { wildcards })
  return { glob: globOfTokens(wildcards ? wildcardTokens(value) : literalTokens(value), value) }
}

function evaluateNull(values: string[], isAbsent: boolean): Truth {
  return some(values, (value) => {
    const lowered = value.toLowerCase()
    if (lowered !== 'true' && lowered !== 'false') return 'unknown'
    return (lowered === 'true') === isAbsent ? 'true' : 'false'
  })
}

/** A key that the request lacks meets no operator but the negated ones, IfExists and ForAllValues. */
function ofAbsentKey(operator: ConditionOperator, quantifier: string | undefined, ifExists: boolean): Truth {
  if (ifExists || quantifier === 'forallvalues') return 'true'
  return operator.negated && quantifier !== 'foranyvalue' ? 'true' : 'false'
}

function holdsFor(
  operator: ConditionOperator,
  quantifier: Quantifier,
  given: readonly string[],
  wanted: Resolved[],
): Truth {
  const meets = (value: string) =>
    some(wanted, (one) => (one === 'no value' ? 'false' : operator.compare(value, one.glob)))
  const passes = (value: string) => (operator.negated ? not(meets(value)) : meets(value))
  if (quantifier === 'forallvalues') return every(given, passes)
  if (quantifier === 'foranyvalue') return some(given, passes)
  return operator.negated ? every(given, passes) : some(given, passes)
}
