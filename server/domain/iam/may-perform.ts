import type { StatementRef } from '#server/domain/access/access.ts'
import { statementRef } from './compiled-policy.ts'
import { type Held, type HeldStatements, heldStatements, workOutGrant } from './grant.ts'
import { matchesAction } from './matches-statement.ts'
import type { PrincipalPolicies } from './principal-policies.ts'

export type AllowedResources = { resources: string[]; conditional: boolean; statements: StatementRef[] }

const heldOf = new WeakMap<PrincipalPolicies, HeldStatements>()

/**
 * On what a principal may perform an action after Deny, boundary and SCPs, as patterns; null where on nothing that was
 * seen. `conditional`: nowhere without a condition or exception. What could not be read is in the principal's `unseen`.
 */
export function allowedResources(principal: PrincipalPolicies, action: string): AllowedResources | null {
  const held = heldOf.get(principal) ?? heldStatements(principal)
  heldOf.set(principal, held)
  const lowered = action.toLowerCase()
  const takesIn = ({ statement }: Held) => matchesAction(statement, lowered)
  const allows = held.allows.filter(takesIn)
  if (allows.length === 0) return null
  const denies = held.denies.filter(takesIn)
  const guards = held.guards.map((guard) => guard.filter(takesIn))
  const grant = workOutGrant({ allows, denies, guards }, null)
  if (typeof grant === 'string') return null
  const statements = grant.statements.map(({ policy, statement }) => statementRef(policy, statement.index))
  return { resources: grant.resources, conditional: grant.partly, statements }
}
