import { absent, type Field, known } from '#server/domain/field.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import { type CompiledPolicy, compilePolicy, type PolicySource } from './compiled-policy.ts'
import { parsePolicyDocument } from './policy-document.ts'
import { type PrincipalPolicies, principalPolicies } from './principal-policies.ts'
import type { ScpLevels } from './service-control-policies.ts'

export type Statement = Record<string, unknown>

export const documentOf = (...statements: Statement[]): PolicyDocument =>
  parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }))

export const allow = (Action: unknown, Resource: unknown = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})

export const deny = (Action: unknown, Resource: unknown = '*', more: Statement = {}): Statement => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
})

export const named = (name: string, ...statements: Statement[]): NamedPolicy => ({
  name,
  document: known(documentOf(...statements)),
})

export function roleOf(statements: Statement[], more: Partial<RoleRecord> = {}): RoleRecord {
  return {
    kind: 'role',
    arn: 'arn:aws:iam::111122223333:role/app',
    name: 'app',
    accountId: '111122223333',
    region: 'global',
    path: '/',
    roleId: 'AROAAPP',
    createdAt: absent(),
    trustPolicy: absent(),
    inlinePolicies: known([named('own', ...statements)]),
    attachedPolicies: absent(),
    permissionsBoundary: absent(),
    lastUsedAt: absent(),
    lastUsedRegion: absent(),
    tags: absent(),
    unknownFields: [],
    ...more,
  }
}

export function compiled(statements: Statement[], source: Partial<PolicySource> = {}): CompiledPolicy {
  const whole: PolicySource = { kind: 'resource', name: 'policy', arn: null, ...source }
  return compilePolicy(documentOf(...statements), whole) ?? { source: whole, statements: [] }
}

/** A role with own statements and, where given, a boundary and levels of SCPs, each a list of statements. */
export function principalOf(
  statements: Statement[],
  around: { boundary?: Statement[]; scps?: Statement[][] } = {},
): PrincipalPolicies {
  const permissionsBoundary: Field<NamedPolicy> = around.boundary
    ? known(named('edge', ...around.boundary))
    : absent()
  const levels = around.scps?.map((level) => [compiled(level, { kind: 'scp', name: 'scp' })])
  const scps: ScpLevels = levels ? { state: 'known', levels } : { state: 'none' }
  return principalPolicies(roleOf(statements, { permissionsBoundary }), scps)
}
