import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'

const judged = new WeakMap<PrincipalPolicies, PrincipalPolicies>()

/**
 * The same principal, judged by what was read of it: a boundary or SCP that could not be read can only take away, so that
 * it makes no grant doubtful here. What was not read is said elsewhere.
 */
export function asFarAsSeen(principal: PrincipalPolicies): PrincipalPolicies {
  const { boundary, scps, identityUnseen } = principal
  if (!identityUnseen && boundary.state !== 'unseen' && scps.state !== 'unseen') return principal
  const known = judged.get(principal)
  if (known) return known
  const seen: PrincipalPolicies = {
    ...principal,
    identityUnseen: false,
    boundary: boundary.state === 'unseen' ? { state: 'none' } : boundary,
    scps: scps.state === 'unseen' ? { state: 'none' } : scps,
  }
  judged.set(principal, seen)
  return seen
}
