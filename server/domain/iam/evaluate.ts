import type { StatementRef } from '#server/domain/access/access.ts'
import { type CompiledPolicy, type CompiledStatement, statementRef } from './compiled-policy.ts'
import { isGuardrail } from './guardrail.ts'
import { matchesPrincipal, type RequestPrincipal } from './matches-principal.ts'
import { matchesStatement } from './matches-statement.ts'
import { NOTHING_KNOWN, type RequestContext } from './policy-variables.ts'
import type { PrincipalPolicies } from './principal-policies.ts'
import { every, type Truth } from './truth.ts'

export type { RequestPrincipal } from './matches-principal.ts'

/** `conditional`: it holds only under conditions, or a policy that could not be read may take it back. */
export type Decision = {
  effect: 'allowed' | 'implicit deny' | 'explicit deny' | 'unknown'
  conditional: boolean
  by: StatementRef[]
}

/** `limited`: conditional by more than a guardrail. */
export type OwnDecision = Decision & { limited: boolean }

type Found = { truth: Truth; policy: CompiledPolicy; statement: CompiledStatement }
type Matches = (statement: CompiledStatement) => Truth

const refs = (found: Found[]) => found.map(({ policy, statement }) => statementRef(policy, statement.index))

function matching(policies: Iterable<CompiledPolicy>, effect: 'Allow' | 'Deny', matches: Matches): Found[] {
  const found: Found[] = []
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const truth = statement.effect === effect ? matches(statement) : 'false'
      if (truth !== 'false') found.push({ truth, policy, statement })
    }
  }
  return found
}

/** The ones that certainly hold where there are some, else the ones that may. */
function strongest(found: Found[]): Found[] {
  const certain = found.filter(({ truth }) => truth === 'true')
  return certain.length > 0 ? certain : found
}

function truthOf(found: Found[]): Truth {
  if (found.length === 0) return 'false'
  return found.some(({ truth }) => truth === 'true') ? 'true' : 'unknown'
}

function* allPolicies({ identity, boundary, scps }: PrincipalPolicies): Generator<CompiledPolicy> {
  yield* identity
  if (boundary.state === 'known') yield boundary.policy
  if (scps.state === 'known') for (const level of scps.levels) yield* level
}

/**
 * Whether a principal's own policies let it do something: identity policies, boundary and every level of SCPs must allow,
 * and nothing deny. Resource policies are not looked at. Source: IAM user guide, "Policy evaluation logic".
 */
export function evaluate(
  principal: PrincipalPolicies,
  request: { action: string; resource: string; context?: RequestContext },
): OwnDecision {
  const context = request.context ? new Map([...principal.context, ...request.context]) : principal.context
  const matches: Matches = (statement) => matchesStatement(statement, { ...request, context })
  const denies = matching(allPolicies(principal), 'Deny', matches)
  if (truthOf(denies) === 'true') {
    return { effect: 'explicit deny', conditional: false, limited: false, by: refs(strongest(denies)) }
  }
  const { identity, boundary, scps, identityUnseen } = principal
  const allows = matching(identity, 'Allow', matches)
  const granted = truthOf(allows)
  const guards = [
    ...(boundary.state === 'known' ? [[boundary.policy]] : []),
    ...(scps.state === 'known' ? scps.levels : []),
  ]
  const guarded = every(guards, (policies) => truthOf(matching(policies, 'Allow', matches)))
  if (guarded === 'false' || (granted === 'false' && !identityUnseen)) {
    return { effect: 'implicit deny', conditional: false, limited: false, by: [] }
  }
  if (granted === 'false' || boundary.state === 'unseen') {
    return { effect: 'unknown', conditional: true, limited: true, by: refs(strongest(allows)) }
  }
  const isGranted = granted === 'true' && guarded === 'true'
  const isHidden = identityUnseen || scps.state === 'unseen'
  const isLimited = denies.some(({ statement }) => !isGuardrail(statement))
  return {
    effect: 'allowed',
    conditional: !isGranted || denies.length > 0 || isHidden,
    limited: !isGranted || isLimited || isHidden,
    by: refs([...strongest(allows), ...denies]),
  }
}

/**
 * Whether a resource policy (or a role's trust policy) by itself lets a principal do something. A statement without
 * Resource is about the resource that the policy is on.
 */
export function evaluateResourcePolicy(
  policy: CompiledPolicy,
  request: { action: string; resource: string; principal: RequestPrincipal; context?: RequestContext },
): Decision {
  const context = request.context ?? NOTHING_KNOWN
  const matches: Matches = (statement) => {
    const isMeant = matchesPrincipal(statement, request.principal)
    if (isMeant === 'false') return 'false'
    const holds = matchesStatement(statement, { ...request, context }, 'true')
    return isMeant === 'true' ? holds : every([isMeant, holds], (one) => one)
  }
  const denies = matching([policy], 'Deny', matches)
  if (truthOf(denies) === 'true') {
    return { effect: 'explicit deny', conditional: false, by: refs(strongest(denies)) }
  }
  const allows = matching([policy], 'Allow', matches)
  if (allows.length === 0) return { effect: 'implicit deny', conditional: false, by: [] }
  const conditional = truthOf(allows) === 'unknown' || denies.length > 0
  return { effect: 'allowed', conditional, by: refs([...strongest(allows), ...denies]) }
}
