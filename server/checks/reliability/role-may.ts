import { asFarAsSeen } from '#server/domain/access/as-far-as-seen.ts'
import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { evaluate, evaluateResourcePolicy } from '#server/domain/iam/evaluate.ts'
import { compileGlob, coversGlob, overlapsGlob } from '#server/domain/iam/glob.ts'
import { allowedResources } from '#server/domain/iam/may-perform.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'

/** `maybe`: under conditions that nobody can settle from here. `unknown`: policies were not read. */
export type May = 'yes' | 'maybe' | 'no' | 'unknown'

type Asking = { roleArn: string; action: string; resource: string }

const compiled = new WeakMap<RoleRecord, PrincipalPolicies>()

function policiesOf(role: RoleRecord): PrincipalPolicies {
  const known = compiled.get(role) ?? principalPolicies(role, { state: 'none' })
  compiled.set(role, known)
  return known
}

/** Whether the action is left to the role anywhere, after SCPs too; true where the list of actions was cut short. */
function isHeld({ roleArn, action }: Asking, around: Surroundings): boolean | undefined {
  const access = around.access(roleArn)
  if (access.state !== 'known') return undefined
  const service = action.slice(0, action.indexOf(':'))
  const found = access.value.permissions.services.find((one) => one.service === service)
  return (
    found?.levels.some(
      ({ actions, count }) => actions.includes(action) || (count !== undefined && count > actions.length),
    ) ?? false
  )
}

/** Whether a role may perform an action on one resource by its own policies, boundary and SCPs. */
export function roleMay(asking: Asking, around: Surroundings): May {
  const { action, resource } = asking
  const role = around.find('role', asking.roleArn)
  const held = isHeld(asking, around)
  if (role.state !== 'known' || held === undefined) return 'unknown'
  const policies = policiesOf(role.value)
  if (!held) return policies.identityUnseen ? 'unknown' : 'no'
  const { effect, limited } = evaluate(asFarAsSeen(policies), { action, resource })
  if (effect === 'allowed') return limited ? 'maybe' : 'yes'
  if (effect === 'unknown') return 'maybe'
  return policies.identityUnseen && effect === 'implicit deny' ? 'unknown' : 'no'
}

/** The patterns by which a role may perform an action on some of what a pattern stands for; empty where on none of it. */
export function roleMayWithin(asking: Asking, around: Surroundings): string[] {
  const role = around.find('role', asking.roleArn)
  if (role.state !== 'known' || !isHeld(asking, around)) return []
  const policies = asFarAsSeen(policiesOf(role.value))
  const example = { action: asking.action, resource: asking.resource.replaceAll('*', 'example') }
  if (evaluate(policies, example).effect === 'explicit deny') return []
  const allowed = allowedResources(policies, asking.action)
  const wanted = compileGlob(asking.resource)
  return (allowed?.resources ?? []).filter((text) => {
    const [pattern = '', exceptions = ''] = text.split(' but ')
    const isTaken = exceptions
      .split(/, | and /)
      .some((one) => one !== '' && coversGlob(compileGlob(one), wanted))
    return !isTaken && overlapsGlob(compileGlob(pattern === 'everything' ? '*' : pattern), wanted)
  })
}

/** On what a role may perform an action, as patterns; empty where on nothing that was seen. */
export function roleMayOn(roleArn: string, action: string, around: Surroundings): string[] {
  const role = around.find('role', roleArn)
  if (role.state !== 'known' || !isHeld({ roleArn, action, resource: '*' }, around)) return []
  return allowedResources(asFarAsSeen(policiesOf(role.value)), action)?.resources ?? []
}

/** Whether a resource's own policy lets a role of its account in; undefined where the policy cannot be read. */
export function policyLets(document: PolicyDocument, asking: Asking): boolean | undefined {
  const policy = compilePolicy(document, { kind: 'resource', name: asking.resource, arn: asking.resource })
  if (!policy) return undefined
  const principal = { type: 'AWS' as const, value: asking.roleArn }
  return evaluateResourcePolicy(policy, { ...asking, principal }).effect === 'allowed'
}
