import { parseArn } from '#server/domain/arn.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import type { Takeover, TrustedBy } from './access.ts'
import { takeoversByLayer, takeoversByPolicy, takeoversByTrust } from './outside-takeovers.ts'
import { type Trusted, type Way, waysToFunction, waysToRole } from './takeover-paths.ts'
import { compileTrust, trustedBy } from './trusted-by.ts'

export { CONTROL_ACTIONS, controlsOf } from './control-actions.ts'

export type ControlPrincipal = { record: RoleRecord | UserRecord; principal: PrincipalPolicies }

const MAX_UNSEEN = 10

/**
 * Who can change a function or make its role its own, each with the most direct way: at most one to the function and one to
 * its role. `unseen`: what could not be read and may hide more. Principals are those of the function's account.
 */
export function takeovers(
  fn: FunctionRecord,
  role: RoleRecord | undefined,
  principals: ControlPrincipal[],
): { takeovers: Takeover[]; unseen: string[] } {
  const roleArn = fn.roleArn.state === 'known' ? fn.roleArn.value : undefined
  const trust = role ? trustedBy(role, { accountId: fn.accountId }) : []
  const own = role ? ownPolicies(role) : []
  const inside = principals
    .filter(({ record }) => record.accountId === fn.accountId)
    .flatMap(({ record, principal }) => {
      const isItself = record.arn === roleArn
      const trusted = howTrusted(record, trust)
      const toRole = roleArn && !isItself ? waysToRole(roleArn, principal, trusted, own) : []
      return [waysToFunction(fn, principal), toRole].flatMap((ways) => toTakeover(record, ways))
    })
  const outside = [
    ...takeoversByPolicy(fn),
    ...(role ? takeoversByTrust(fn, role) : []),
    ...takeoversByLayer(fn),
  ]
  return {
    takeovers: [...outside, ...inside].toSorted(byWeight),
    unseen: unseenOf(fn, role, roleArn, principals),
  }
}

function toTakeover(record: RoleRecord | UserRecord, ways: Way[]): Takeover[] {
  const best = ways.find(({ conditional }) => !conditional) ?? ways[0]
  if (!best) return []
  return [
    {
      principalArn: record.arn,
      principalName: record.name,
      principalKind: record.path.startsWith('/aws-service-role/') ? 'service' : record.kind,
      path: best.path,
      actions: [...new Set([...best.actions, ...ways.flatMap(({ actions }) => actions)])],
      conditional: best.conditional,
    },
  ]
}

function howTrusted(record: RoleRecord | UserRecord, trust: TrustedBy[]): Trusted {
  const certain = (entries: TrustedBy[]) => !entries.some(({ conditions }) => conditions.length === 0)
  const named = trust.filter(({ principal }) => principal === record.arn)
  if (named.length > 0) return { how: 'named', conditional: certain(named) }
  const account = trust.filter(
    ({ kind, principal }) =>
      kind === 'anyone' ||
      (kind === 'account' &&
        (principal === record.accountId || parseArn(principal)?.accountId === record.accountId)),
  )
  return account.length > 0
    ? { how: 'account', conditional: certain(account) }
    : { how: 'no', conditional: false }
}

const KINDS: Takeover['principalKind'][] = ['anyone', 'other account', 'user', 'role', 'service']

function byWeight(a: Takeover, b: Takeover): number {
  const kind = KINDS.indexOf(a.principalKind) - KINDS.indexOf(b.principalKind)
  return kind || Number(a.conditional) - Number(b.conditional) || (a.principalArn < b.principalArn ? -1 : 1)
}

function unseenOf(
  fn: FunctionRecord,
  role: RoleRecord | undefined,
  roleArn: string | undefined,
  principals: ControlPrincipal[],
): string[] {
  const blind = principals.filter(({ principal }) => principal.identityUnseen)
  const named = blind
    .slice(0, MAX_UNSEEN)
    .map(({ record, principal }) => `${record.kind} ${record.name}: ${principal.unseen.join('; ')}`)
  const isReadable = fn.policy.state !== 'known' || compilePolicy(fn.policy.value, POLICY) !== undefined
  return [
    ...(isUnseen(fn.policy) || !isReadable ? ["the function's resource policy could not be read"] : []),
    ...(isUnseen(fn.qualifiedPolicies) ? ["its aliases' and versions' policies could not be read"] : []),
    ...(roleArn === undefined ? ["the function's role is not known"] : []),
    ...(roleArn !== undefined && !role
      ? [`the role ${roleArn} was not found: who may assume it is not known`]
      : []),
    ...(role && !compileTrust(role) ? [`the trust policy of ${role.name} could not be read`] : []),
    ...named,
    ...(blind.length > MAX_UNSEEN ? [`${blind.length - MAX_UNSEEN} more principals could not be read`] : []),
  ]
}

const POLICY = { kind: 'resource', name: 'Function policy', arn: null } as const

/** Managed policies of the role that belong to the account: AWS's own cannot be changed. */
function ownPolicies(role: RoleRecord): string[] {
  return (valueOr(role.attachedPolicies, []) ?? []).flatMap(({ arn }) =>
    arn && parseArn(arn)?.accountId === role.accountId ? [arn] : [],
  )
}
