import type { CompiledPolicy, CompiledStatement } from './compiled-policy.ts'
import type { PolicyCondition } from './policy-document.ts'

const MAX_LISTED = 8

/** `a, b and 3 more`. */
export function listed(texts: readonly string[], and = ', '): string {
  const shown = texts.slice(0, MAX_LISTED).join(and)
  return texts.length > MAX_LISTED ? `${shown} and ${texts.length - MAX_LISTED} more` : shown
}

/** Conditions as one line: `StringEquals aws:SourceVpc vpc-1 or vpc-2 and Bool aws:SecureTransport true`. */
export function describeConditions(conditions: readonly PolicyCondition[]): string {
  return conditions
    .map(({ operator, key, values }) => `${operator} ${key} ${listed(values, ' or ')}`.trim())
    .join(' and ')
}

/** `Deny, statement DenyProd`, or the statement's place where it has no Sid. */
export function describeStatement(policy: CompiledPolicy, statement: CompiledStatement): string {
  const name = statement.sid ?? `${statement.index + 1} of ${policy.source.name}`
  return `${statement.effect}, statement ${name}`
}
