import type {
  AttachedPolicy,
  Document,
  GroupSpec,
  IamEstate,
  NamedPolicy,
  PolicySpec,
  RoleSpec,
  UserSpec,
} from '#demo/estate/iam.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'
import { lastAccessedOperations } from './last-accessed.ts'

const encode = (document: Document) =>
  encodeURIComponent(typeof document === 'string' ? document : JSON.stringify(document))

const inline = (list: NamedPolicy[]) =>
  list.map(({ PolicyName, document }) => ({ PolicyName, PolicyDocument: encode(document) }))

const attached = (list: AttachedPolicy[]) => list.map((policy) => ({ ...policy }))

function boundary(arn: string | undefined) {
  return arn ? { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn } : undefined
}

const tagList = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

function roleBase(call: Call, role: RoleSpec) {
  const usedMs = call.world.now() - 40 * 60_000
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdMs),
    AssumeRolePolicyDocument: encode(role.trust),
    PermissionsBoundary: boundary(role.boundaryArn),
    Tags: tagList(role.tags),
    RoleLastUsed: role.lastUsed
      ? { LastUsedDate: new Date(usedMs - (usedMs % 3_600_000)), Region: call.account.regions[0] }
      : {},
  }
}

function roleDetail(call: Call, role: RoleSpec) {
  return {
    ...roleBase(call, role),
    InstanceProfileList: [],
    RolePolicyList: inline(role.inline),
    AttachedManagedPolicies: attached(role.attached),
  }
}

function userDetail(user: UserSpec) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdMs),
    UserPolicyList: inline(user.inline),
    GroupList: user.groups,
    AttachedManagedPolicies: attached(user.attached),
    PermissionsBoundary: boundary(user.boundaryArn),
    Tags: tagList(user.tags),
  }
}

function groupDetail(group: GroupSpec) {
  return {
    Path: '/',
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: new Date(group.createdMs),
    GroupPolicyList: inline(group.inline),
    AttachedManagedPolicies: attached(group.attached),
  }
}

function policyDetail(policy: PolicySpec) {
  const newest = policy.versions.length
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.arn.includes('service-role/') ? '/service-role/' : '/',
    DefaultVersionId: `v${newest}`,
    AttachmentCount: policy.attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdMs),
    UpdateDate: new Date(policy.createdMs),
    PolicyVersionList: policy.versions
      .map((document, i) => ({
        Document: encode(document),
        VersionId: `v${i + 1}`,
        IsDefaultVersion: i + 1 === newest,
        CreateDate: new Date(policy.createdMs),
      }))
      .reverse(),
  }
}

type Entry =
  | { list: 'UserDetailList'; item: UserSpec }
  | { list: 'GroupDetailList'; item: GroupSpec }
  | { list: 'RoleDetailList'; item: RoleSpec }
  | { list: 'Policies'; item: PolicySpec }

function entriesOf(iam: IamEstate, filters: string[]): Entry[] {
  const has = (name: string) => filters.length === 0 || filters.includes(name)
  const ours = (policy: PolicySpec) => !policy.arn.startsWith('arn:aws:iam::aws:')
  return [
    ...(has('User') ? iam.users.map((item) => ({ list: 'UserDetailList' as const, item })) : []),
    ...(has('Group') ? iam.groups.map((item) => ({ list: 'GroupDetailList' as const, item })) : []),
    ...(has('Role') ? iam.roles.map((item) => ({ list: 'RoleDetailList' as const, item })) : []),
    ...iam.policies
      .filter((policy) => has(ours(policy) ? 'LocalManagedPolicy' : 'AWSManagedPolicy'))
      .map((item) => ({ list: 'Policies' as const, item })),
  ]
}

function getAccountAuthorizationDetails(call: Call): unknown {
  const { input, world, account } = call
  const filters = Array.isArray(input.Filter) ? input.Filter.map(String) : []
  const size = boundedInt(
    input.MaxItems,
    100,
    1,
    1000,
    (value) =>
      new AwsError(
        'ValidationError',
        400,
        `1 validation error detected: Value '${value}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
      ),
  )
  const { items, token } = page(
    call,
    entriesOf(world.estate.iam(account), filters),
    input.Marker,
    size,
    () => new AwsError('ValidationError', 400, 'Invalid Marker.'),
  )
  const lists: Record<Entry['list'], unknown[]> = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  }
  for (const entry of items) {
    if (entry.list === 'RoleDetailList') lists.RoleDetailList.push(roleDetail(call, entry.item))
    else if (entry.list === 'UserDetailList') lists.UserDetailList.push(userDetail(entry.item))
    else if (entry.list === 'GroupDetailList') lists.GroupDetailList.push(groupDetail(entry.item))
    else lists.Policies.push(policyDetail(entry.item))
  }
  return { IsTruncated: token !== undefined, ...lists, Marker: token }
}

function getRole(call: Call): unknown {
  const name = String(call.input.RoleName ?? '')
  const role = call.world.estate.iam(call.account).byRole.get(name)
  if (!role) throw new AwsError('NoSuchEntity', 404, `The role with name ${name} cannot be found.`)
  return { Role: { ...roleBase(call, role), Description: role.description, MaxSessionDuration: 3600 } }
}

export const iamOperations: Record<string, Operation> = {
  ...lastAccessedOperations,
  GetAccountAuthorizationDetails: {
    bucket: { name: 'authorization-details', perSecond: 5 },
    run: getAccountAuthorizationDetails,
  },
  GetRole: {
    bucket: { name: 'iam', perSecond: 15 },
    run: getRole,
    resource: ({ account, input }) => `arn:aws:iam::${account.id}:role/${String(input.RoleName ?? '')}`,
  },
  ListAccountAliases: {
    bucket: { name: 'iam', perSecond: 15 },
    run: ({ account }) => ({ IsTruncated: false, AccountAliases: [`shop-${account.name}`] }),
  },
}
