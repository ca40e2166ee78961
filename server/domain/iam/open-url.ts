import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { matchesPattern } from './matches-pattern.ts'
import { type PolicyCondition, type PolicyStatement, policyStatements } from './policy-document.ts'
import { isPublicStatement } from './public-policy.ts'

const ACTION = 'lambda:invokefunctionurl'

function namesTheAction({ actions, notActions }: PolicyStatement): boolean {
  if (notActions.length > 0) return !notActions.some((action) => matchesPattern(action, ACTION))
  return actions.some((action) => matchesPattern(action, ACTION))
}

/** False where a condition can only hold for a URL that asks for IAM authentication, or for no URL at all. */
function admitsUnauthenticated({ operator, key, values }: PolicyCondition): boolean {
  const name = operator.toLowerCase().replace(/ifexists$/, '')
  const lowered = values.map((value) => value.toLowerCase())
  if (key.toLowerCase() === 'lambda:functionurlauthtype') {
    if (name.startsWith('stringnot')) return !lowered.some((value) => matchesPattern(value, 'none'))
    return name.startsWith('string') ? lowered.some((value) => matchesPattern(value, 'none')) : true
  }
  if (key.toLowerCase() === 'lambda:invokedviafunctionurl' && name === 'bool') return lowered.includes('true')
  return true
}

const isForEveryone = (statement: PolicyStatement) =>
  statement.principals.some((principal) => principal.value === '*')

/**
 * Whether a resource policy lets everyone through a function URL that has AuthType NONE; undefined when the document
 * could not be read. Source: Lambda Developer Guide, "Control access to Lambda function URLs".
 */
export function opensUrlToEveryone(document: PolicyDocument): boolean | undefined {
  const statements = policyStatements(document)?.filter(namesTheAction)
  if (!statements) return undefined
  const isShut = statements.some(
    (statement) =>
      statement.effect === 'Deny' && isForEveryone(statement) && statement.conditions.length === 0,
  )
  return (
    !isShut &&
    statements.some(
      (statement) => isPublicStatement(statement) && statement.conditions.every(admitsUnauthenticated),
    )
  )
}
