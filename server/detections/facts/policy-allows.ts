import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'

/** Whether an Allow of a policy takes the action in, on anything at all. What another policy denies is not known here. */
export function allowsAction(statements: readonly PolicyStatement[], action: string): boolean {
  return statements.some((one) => one.effect === 'Allow' && takesIn(one, action))
}

/** Whether an Allow takes the action in on every resource. */
export function allowsEverywhere(statements: readonly PolicyStatement[], action: string): boolean {
  return statements.some(
    (one) =>
      one.effect === 'Allow' &&
      takesIn(one, action) &&
      (one.resources.some((resource) => /^[*:]+$/.test(resource)) || one.notResources.length > 0),
  )
}

/** Whether an Allow gives every action on every resource, and no condition narrows it. */
export function allowsEverything(statements: readonly PolicyStatement[]): boolean {
  return statements.some(
    ({ effect, actions, resources, conditions }) =>
      effect === 'Allow' &&
      actions.some((action) => /^\*(:\*)?$/.test(action)) &&
      resources.some((resource) => /^[*:]+$/.test(resource)) &&
      conditions.length === 0,
  )
}

function takesIn({ actions, notActions }: PolicyStatement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => matchesPattern(pattern, action))
  return actions.some((pattern) => matchesPattern(pattern, action))
}
