import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import { readField, readIn, readText, readTime, type Shape, unknownMembers } from './read-field.ts'

export const ROLE: Shape = {
  Path: true,
  RoleName: true,
  RoleId: true,
  Arn: true,
  CreateDate: true,
  AssumeRolePolicyDocument: true,
  InstanceProfileList: true,
  RolePolicyList: true,
  AttachedManagedPolicies: true,
  PermissionsBoundary: true,
  Tags: true,
  RoleLastUsed: true,
}

/** The managed policies of an account by ARN, each in its default version; read when a role first has it. */
export class ManagedPolicies {
  readonly #policies = new Map<string, JsonObject>()
  readonly #documents = new Map<string, Field<PolicyDocument>>()

  add(policy: JsonObject): void {
    const arn = asText(policy.Arn)
    if (arn !== undefined) this.#policies.set(arn, policy)
  }

  documentOf(arn: string | undefined, complete: boolean): Field<PolicyDocument> {
    const policy = arn === undefined ? undefined : this.#policies.get(arn)
    if (arn === undefined || policy === undefined)
      return failed(complete ? 'not among the managed policies' : 'the listing is incomplete')
    const document = this.#documents.get(arn) ?? readDefaultVersion(policy)
    this.#documents.set(arn, document)
    return document
  }
}

function readDefaultVersion(policy: JsonObject): Field<PolicyDocument> {
  const versions = asArray(policy.PolicyVersionList).map(asObject)
  const version =
    versions.find((one) => one.IsDefaultVersion === true) ??
    versions.find((one) => one.VersionId !== undefined && one.VersionId === policy.DefaultVersionId)
  return version ? readPolicy(version, 'Document') : failed('no default version')
}

export function readBoundary(
  from: JsonObject,
  policies: ManagedPolicies,
  complete: boolean,
): Field<NamedPolicy> {
  const arn = asText(from.PermissionsBoundaryArn)
  if (arn === undefined) return absent()
  return known({ name: arn.split('/').pop() ?? arn, arn, document: policies.documentOf(arn, complete) })
}

export function readRole(
  from: JsonObject,
  policies: ManagedPolicies,
  complete: boolean,
  accountId: string,
  region: string,
  unknown: readonly string[] = [],
): RoleRecord {
  return {
    kind: 'role',
    arn: String(from.Arn),
    name: String(from.RoleName),
    accountId,
    region,
    path: asText(from.Path) ?? '/',
    roleId: asText(from.RoleId) ?? '',
    createdAt: readTime(from, 'CreateDate'),
    trustPolicy: readPolicy(from, 'AssumeRolePolicyDocument'),
    inlinePolicies: readInlinePolicies(from, 'RolePolicyList'),
    attachedPolicies: readAttachedPolicies(from, policies, complete),
    permissionsBoundary: readIn(from, 'PermissionsBoundary', (boundary) =>
      readBoundary(boundary, policies, complete),
    ),
    lastUsedAt: readIn(from, 'RoleLastUsed', (used) => readTime(used, 'LastUsedDate')),
    lastUsedRegion: readIn(from, 'RoleLastUsed', (used) => readText(used, 'Region')),
    tags: readTags(from),
    unknownFields: [...new Set([...unknownMembers(from, ROLE), ...unknown])].sort(),
  }
}

function readPolicy(from: JsonObject, name: string): Field<PolicyDocument> {
  return readField(from, name, (value) =>
    typeof value === 'string' ? parsePolicyDocument(value) : undefined,
  )
}

export function readInlinePolicies(from: JsonObject, name: string): Field<NamedPolicy[]> {
  return readPolicies(from, name, (policy) => ({
    name: asText(policy.PolicyName) ?? '',
    document: readPolicy(policy, 'PolicyDocument'),
  }))
}

export function readAttachedPolicies(
  from: JsonObject,
  policies: ManagedPolicies,
  complete: boolean,
): Field<NamedPolicy[]> {
  return readPolicies(from, 'AttachedManagedPolicies', (policy) => {
    const arn = asText(policy.PolicyArn)
    return { name: asText(policy.PolicyName) ?? '', arn, document: policies.documentOf(arn, complete) }
  })
}

function readPolicies(
  from: JsonObject,
  name: string,
  read: (policy: JsonObject) => NamedPolicy,
): Field<NamedPolicy[]> {
  const field = readField(from, name, (value) => (Array.isArray(value) ? value.map(asObject) : undefined))
  if (field.state !== 'known') return field
  if (field.value.length === 0) return absent()
  const key = (policy: NamedPolicy) => `${policy.name} ${policy.arn ?? ''}`
  return known(field.value.map(read).sort((a, b) => (key(a) < key(b) ? -1 : 1)))
}

export function readTags(from: JsonObject): RoleRecord['tags'] {
  const tags = readField(from, 'Tags', (value) => (Array.isArray(value) ? value.map(asObject) : undefined))
  if (tags.state !== 'known') return tags
  const entries = tags.value
    .filter((tag) => asText(tag.Key) !== undefined)
    .map((tag): [string, string] => [String(tag.Key), asText(tag.Value) ?? ''])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0 ? absent() : known(Object.fromEntries(entries))
}
