import type { CompiledStatement } from './compiled-policy.ts'
import { evaluateConditions } from './conditions.ts'
import { compileGlob, matchesGlob } from './glob.ts'
import { type RequestContext, resolvePattern } from './policy-variables.ts'
import { not, some, type Truth } from './truth.ts'

export type StatementRequest = { action: string; resource: string; context: RequestContext }

/** Whether the statement's Action or NotAction takes in the action (in lower case). */
export function matchesAction(statement: CompiledStatement, loweredAction: string): boolean {
  const { actions, notActions } = statement
  if (notActions.length > 0) return !notActions.some((glob) => matchesGlob(glob, loweredAction) === 'true')
  return actions.some((glob) => matchesGlob(glob, loweredAction) === 'true')
}

/** Whether a Resource pattern, its variables filled in from the context, takes in the resource. */
export function matchesResourcePattern(
  pattern: string,
  variables: boolean,
  resource: string,
  context: RequestContext,
): Truth {
  if (pattern === '*') return 'true'
  if (!variables) return matchesGlob(compileGlob(pattern), resource)
  const resolved = resolvePattern(pattern, context, { wildcards: true })
  return resolved === 'no value' ? 'false' : matchesGlob(resolved.glob, resource)
}

/** Whether Resource or NotResource takes in the resource; `withoutResource` where the statement has neither. */
export function matchesResource(
  statement: CompiledStatement,
  { resource, context }: StatementRequest,
  withoutResource: Truth,
): Truth {
  const { resources, notResources, variables } = statement
  const takesIn = (pattern: string) => matchesResourcePattern(pattern, variables, resource, context)
  if (notResources.length > 0) return not(some(notResources, takesIn))
  return resources.length > 0 ? some(resources, takesIn) : withoutResource
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
