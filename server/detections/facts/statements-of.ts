import {
  type PolicyStatement,
  parsePolicyDocument,
  policyStatements,
} from '#server/domain/iam/policy-document.ts'
import { isObject } from '#server/domain/json.ts'

/** Longer than any policy that AWS takes, and short enough to be read for each record. */
const MAX_LENGTH = 200_000

/** The statements of a policy in a request: JSON in a string, or an object. Empty where it is no policy. */
export function statementsOf(value: unknown): PolicyStatement[] {
  if (isObject(value)) return policyStatements({ raw: '', parsed: value }) ?? []
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return []
  return policyStatements(parsePolicyDocument(value)) ?? []
}

/** One statement by itself, as Lambda answers it. */
export function statementOf(value: unknown): PolicyStatement | undefined {
  const text = typeof value === 'string' && value.length <= MAX_LENGTH ? value : undefined
  const parsed = text === undefined ? value : parsePolicyDocument(text).parsed
  return isObject(parsed) ? statementsOf({ Statement: parsed })[0] : undefined
}
