import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { type PolicyCondition, type PolicyStatement, policyStatements } from './policy-document.ts'

/** Condition keys that bind a caller to an account, an organisation, a resource or a network. Source: IAM global condition keys. */
const NARROWING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpcsourceip',
  'lambda:eventsourcetoken',
])
const MATCHING_OPERATORS = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
  'foranyvalue:stringequals',
  'foranyvalue:stringlike',
])
const EVERYTHING = /^[*:?]*$|^arn:[*:?]*$|^0\.0\.0\.0\/0$|^::\/0$/

/** Whether a policy lets anyone in; undefined when the document could not be read. */
export function isPublicPolicy(document: PolicyDocument): boolean | undefined {
  return policyStatements(document)?.some(isPublicStatement)
}

/** An Allow for everyone without a condition that binds the caller. */
export function isPublicStatement(statement: PolicyStatement): boolean {
  if (statement.effect !== 'Allow') return false
  const everyone =
    statement.notPrincipals.length > 0 || statement.principals.some((principal) => principal.value === '*')
  return everyone && !statement.conditions.some(isNarrowing)
}

function isNarrowing({ operator, key, values }: PolicyCondition): boolean {
  return (
    MATCHING_OPERATORS.has(operator.toLowerCase()) &&
    NARROWING_KEYS.has(key.toLowerCase()) &&
    values.length > 0 &&
    !values.some((value) => EVERYTHING.test(value))
  )
}

const EQUALS = /^(?:forallvalues:|foranyvalue:)?string(?:equals|equalsignorecase|like)$/i

/** Whether a statement of a KMS key is for everyone, of any account: `kms:CallerAccount` binds it to one. Source: KMS, condition keys. */
export function isPublicKeyStatement(statement: PolicyStatement): boolean {
  const bindsAccount = statement.conditions.some(
    ({ operator, key, values }) =>
      key.toLowerCase() === 'kms:calleraccount' &&
      EQUALS.test(operator) &&
      values.length > 0 &&
      values.every((value) => /^\d{12}$/.test(value)),
  )
  return isPublicStatement(statement) && !bindsAccount
}
