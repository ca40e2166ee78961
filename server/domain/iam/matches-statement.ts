import type { CompiledStatement } from './compiled-policy.ts'
import { evaluateConditions } from './conditions.ts'
import { type Glob, matchesGlob } from './glob.ts'
import type { RequestContext } from './policy-variables.ts'
import { resourceSets } from './resource-set.ts'
import { every, not, some, type Truth } from './truth.ts'

export type StatementRequest = { action: string; resource: string; context: RequestContext }

/** Whether the statement's Action or NotAction takes in the action (in lower case). */
export function matchesAction(statement: CompiledStatement, loweredAction: string): boolean {
  const { actions, notActions } = statement
  if (notActions.length > 0) return !notActions.some((glob) => matchesGlob(glob, loweredAction) === 'true')
  return actions.some((glob) => matchesGlob(glob, loweredAction) === 'true')
}

/** Whether Resource or NotResource takes in the resource; `withoutResource` where the statement has neither. */
function matchesResource(
  statement: CompiledStatement,
  { resource, context }: StatementRequest,
  withoutResource: Truth,
): Truth {
  if (statement.resources.length + statement.notResources.length === 0) return withoutResource
  const takesIn = (glob: Glob) => matchesGlob(glob, resource)
  return some(resourceSets(statement, context), ({ glob, but }) =>
    every([takesIn(glob), not(some(but, takesIn))], (one) => one),
  )
}

/** Whether action, resource and conditions of a statement hold for the request. The principal is looked at elsewhere. */
export function matchesStatement(
  statement: CompiledStatement,
  request: StatementRequest,
  withoutResource: Truth = 'false',
): Truth {
  if (!matchesAction(statement, request.action.toLowerCase())) return 'false'
  const resource = matchesResource(statement, request, withoutResource)
  if (resource === 'false') return 'false'
  const conditions = evaluateConditions(statement.conditions, request.context, statement.variables)
  if (conditions === 'false') return 'false'
  return resource === 'true' && conditions === 'true' ? 'true' : 'unknown'
}
