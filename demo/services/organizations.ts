import {
  isMember,
  makeOrganization,
  managementAccountId,
  type OrganizationSpec,
  organizationId,
  rootId,
} from '#demo/estate/organization.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'

const bucket = { name: 'organizations', perSecond: 10 }
const arnOf = (resource: string) => `arn:aws:organizations::${managementAccountId}:${resource}`
const bad = () => new AwsError('InvalidInputException', 400, 'You provided invalid values for the operation.')

/** What the management account and delegated ones may read; other members may only describe the organisation. */
function organizationFor(call: Call): OrganizationSpec {
  if (!isMember(call.account))
    throw new AwsError(
      'AWSOrganizationsNotInUseException',
      400,
      'Your account is not a member of an organization.',
    )
  if (!call.account.home)
    throw new AwsError('AccessDeniedException', 400, "You don't have permissions to access this resource.")
  return makeOrganization(call.world.estate.accounts.filter(isMember))
}

function describeOrganization(call: Call): unknown {
  if (!isMember(call.account)) organizationFor(call)
  return {
    Organization: {
      Id: organizationId,
      Arn: arnOf(`organization/${organizationId}`),
      FeatureSet: 'ALL',
      MasterAccountArn: arnOf(`account/${organizationId}/${managementAccountId}`),
      MasterAccountId: managementAccountId,
      MasterAccountEmail: 'aws@shop.example',
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
  }
}

/** A page of a list under its name. */
function list<T>(call: Call, name: string, all: readonly T[], to: (one: T) => unknown): unknown {
  const size = boundedInt(call.input.MaxResults, 20, 1, 20, bad)
  const { items, token } = page(call, all, call.input.NextToken, size, bad)
  return { [name]: items.map(to), NextToken: token }
}

function listRoots(call: Call): unknown {
  organizationFor(call)
  const PolicyTypes = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }]
  return list(call, 'Roots', [rootId], (Id) => ({
    Id,
    Name: 'Root',
    Arn: arnOf(`root/${organizationId}/${Id}`),
    PolicyTypes,
  }))
}

function listUnits(call: Call): unknown {
  const units = organizationFor(call).units.filter(({ parentId }) => parentId === call.input.ParentId)
  return list(call, 'OrganizationalUnits', units, ({ id, name }) => ({
    Id: id,
    Name: name,
    Arn: arnOf(`ou/${organizationId}/${id}`),
  }))
}

function listAccounts(call: Call): unknown {
  const members = organizationFor(call).members.filter(({ parentId }) => parentId === call.input.ParentId)
  return list(call, 'Accounts', members, ({ id, name, status }) => ({
    Id: id,
    Name: name,
    Status: status,
    Arn: arnOf(`account/${organizationId}/${id}`),
    Email: `${name}@shop.example`,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(Date.UTC(2023, 0, 9)),
  }))
}

function listTags(call: Call): unknown {
  const member = organizationFor(call).members.find(({ id }) => id === call.input.ResourceId)
  if (!member)
    throw new AwsError('TargetNotFoundException', 400, 'You specified a target that does not exist.')
  return list(call, 'Tags', Object.entries(member.tags), ([Key, Value]) => ({ Key, Value }))
}

const policySummary = ({ id, name, awsManaged }: OrganizationSpec['policies'][number]) => ({
  Id: id,
  Arn: awsManaged
    ? `arn:aws:organizations::aws:policy/service_control_policy/${id}`
    : arnOf(`policy/${organizationId}/service_control_policy/${id}`),
  Name: name,
  Description: '',
  Type: 'SERVICE_CONTROL_POLICY',
  AwsManaged: awsManaged,
})

function findPolicy(call: Call) {
  const policy = organizationFor(call).policies.find(({ id }) => id === call.input.PolicyId)
  if (!policy)
    throw new AwsError('PolicyNotFoundException', 400, 'You specified a policy that does not exist.')
  return policy
}

function describePolicy(call: Call): unknown {
  const policy = findPolicy(call)
  return { Policy: { PolicySummary: policySummary(policy), Content: JSON.stringify(policy.document) } }
}

function listTargets(call: Call): unknown {
  const { units } = organizationFor(call)
  return list(call, 'Targets', findPolicy(call).targets, (TargetId) => ({
    TargetId,
    Name: units.find(({ id }) => id === TargetId)?.name ?? 'Root',
    Type: TargetId === rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT',
  }))
}

export const organizationsOperations: Record<string, Operation> = {
  DescribeOrganization: { bucket, run: describeOrganization },
  ListRoots: { bucket, run: listRoots },
  ListOrganizationalUnitsForParent: { bucket, run: listUnits },
  ListAccountsForParent: { bucket, run: listAccounts },
  ListTagsForResource: { bucket, run: listTags },
  ListPolicies: {
    bucket,
    run: (call) => list(call, 'Policies', organizationFor(call).policies, policySummary),
  },
  DescribePolicy: { bucket, run: describePolicy },
  ListTargetsForPolicy: { bucket, run: listTargets },
}
