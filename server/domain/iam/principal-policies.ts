import type { Field } from '#server/domain/field.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts'
import type { RequestContext } from './policy-variables.ts'
import type { ScpLevels } from './service-control-policies.ts'

export type Boundary = { state: 'none' } | { state: 'known'; policy: CompiledPolicy } | { state: 'unseen' }

/** All that decides what a principal may do by itself, ready for evaluation. */
export type PrincipalPolicies = {
  arn: string
  accountId: string
  identity: CompiledPolicy[]
  /** Some identity policy could not be read: it may allow or deny more. */
  identityUnseen: boolean
  boundary: Boundary
  scps: ScpLevels
  /** What holds in every request of this principal. */
  context: RequestContext
  /** What could not be read, in plain words. */
  unseen: string[]
}

/** Gathers the policies of a role or user, its groups', its boundary and the SCPs above it. */
export function principalPolicies(record: RoleRecord | UserRecord, scps: ScpLevels): PrincipalPolicies {
  const unseen: string[] = []
  const identity = [
    ...compileAll(record.inlinePolicies, 'inline', 'inline policies', unseen),
    ...compileAll(record.attachedPolicies, 'managed', 'attached policies', unseen),
    ...(record.kind === 'user' ? compileGroups(record, unseen) : []),
  ]
  const identityUnseen = unseen.length > 0
  const boundary = compileBoundary(record.permissionsBoundary, unseen)
  const isServiceLinked = record.path.startsWith('/aws-service-role/')
  const acting: ScpLevels = isServiceLinked ? { state: 'none' } : scps
  if (acting.state === 'unseen') unseen.push(`service control policies: ${acting.reason}`)
  const { arn, accountId } = record
  const context = contextOf(record)
  return { arn, accountId, identity, identityUnseen, boundary, scps: acting, context, unseen }
}

/** Old records may lack a field that is collected since. */
function whyUnseen(field: Field<unknown> | undefined): string | null {
  if (!field) return 'not collected yet'
  if (field.state === 'denied') return `reading was denied (${field.permission})`
  return field.state === 'failed' ? `reading failed (${field.reason})` : null
}

function compileAll(
  field: Field<NamedPolicy[]> | undefined,
  kind: 'inline' | 'managed',
  what: string,
  unseen: string[],
): CompiledPolicy[] {
  const reason = whyUnseen(field)
  if (reason !== null) unseen.push(`${what}: ${reason}`)
  const policies = field?.state === 'known' ? field.value : []
  return policies.flatMap((policy) => compileNamed(policy, kind, unseen) ?? [])
}

function compileGroups(record: UserRecord, unseen: string[]): CompiledPolicy[] {
  const reason = whyUnseen(record.groups)
  if (reason !== null) unseen.push(`groups: ${reason}`)
  const groups = record.groups?.state === 'known' ? record.groups.value : []
  return groups.flatMap((group) => {
    const named = (policy: NamedPolicy) => ({ ...policy, name: `${policy.name} (group ${group.name})` })
    return [
      ...group.inline.flatMap((policy) => compileNamed(named(policy), 'inline', unseen) ?? []),
      ...group.attached.flatMap((policy) => compileNamed(named(policy), 'managed', unseen) ?? []),
    ]
  })
}

function compileNamed(
  { name, arn, document }: NamedPolicy,
  kind: 'inline' | 'managed' | 'boundary',
  unseen: string[],
): CompiledPolicy | undefined {
  const what = kind === 'boundary' ? `permissions boundary ${name}` : `${kind} policy ${name}`
  const compiled =
    document.state === 'known' ? compilePolicy(document.value, { kind, name, arn: arn ?? null }) : undefined
  if (!compiled) unseen.push(`${what}: ${whyUnseen(document) ?? 'the document is not a policy'}`)
  return compiled
}

function compileBoundary(field: Field<NamedPolicy> | undefined, unseen: string[]): Boundary {
  if (field?.state === 'absent') return { state: 'none' }
  if (field?.state === 'known') {
    const policy = compileNamed(field.value, 'boundary', unseen)
    return policy ? { state: 'known', policy } : { state: 'unseen' }
  }
  unseen.push(`permissions boundary: ${whyUnseen(field)}`)
  return { state: 'unseen' }
}

/** Tags are left out for roles: a session may override them. Source: IAM user guide, global condition keys. */
function contextOf(record: RoleRecord | UserRecord): RequestContext {
  const context = new Map<string, readonly string[] | null>([
    ['aws:principalarn', [record.arn]],
    ['aws:principalaccount', [record.accountId]],
    ['aws:principalisawsservice', ['false']],
    ['aws:principalservicename', null],
  ])
  if (record.kind === 'role')
    return context.set('aws:username', null).set('aws:principaltype', ['AssumedRole'])
  context
    .set('aws:username', [record.name])
    .set('aws:principaltype', ['User'])
    .set('aws:userid', [record.userId])
  if (record.tags.state !== 'known' && record.tags.state !== 'absent') return context
  const tags = record.tags.state === 'known' ? record.tags.value : {}
  for (const [key, value] of Object.entries(tags))
    context.set(`aws:principaltag/${key.toLowerCase()}`, [value])
  return context
}
