import { compileTrust, trustedBy } from '#server/domain/access/trusted-by.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'

type Made = readonly [name: RegExp, reason: string]

/** Names that a platform gives to roles of its own; none of them is for Lambda. */
const ROLES: readonly Made[] = [
  [
    /^AWSControlTower(?:Execution|Admin|StackSetRole|CloudTrailRole|ConfigAggregatorRoleForOrganizations)$/,
    'AWS Control Tower made this role.',
  ],
  [/^aws-controltower-\w+$/, 'AWS Control Tower made this role.'],
  [/^stacksets-exec-[0-9a-f]{32}$/, 'CloudFormation StackSets made this role.'],
  [
    /^cdk-[a-z0-9]{1,10}-(?:deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-\d{12}-[a-z0-9-]+$/,
    'The bootstrap of the AWS CDK made this role.',
  ],
  [/^OrganizationAccountAccessRole$/, 'AWS Organizations made this role.'],
  [/^AWS-QuickSetup-/, 'Systems Manager Quick Setup made this role.'],
]

/** Parts of names that the CDK gives to helpers of its own. Source: aws-cdk-lib, custom resource providers. */
const CDK_HELPERS =
  /(?:^|-)(?:CustomS3AutoDeleteObjects|CustomECRAutoDeleteImages|CustomVpcRestrictDefaultSG|CustomCrossRegionExport|CustomCrossRegionImport|CustomDynamoDBReplica|CustomCDKBucketDeployment8693BB|CustomAWSCDKOpenIdConnect|AWSCDKCfnUtilsProvider|LogRetentionaae0aa3c|BucketNotificationsHandler050a|AWS679f53fac002430cb0da5b79)/
const CDK_PROVIDER = /^AWS CDK resource provider framework - \w+/
const AMPLIFY_HELPERS =
  /(?:^|-)(?:amplify-login-(?:create-auth-challenge|custom-message|define-auth-challenge|verify-auth-challenge)-|UserPoolClientLambda|UpdateRolesWithIDPFunction)/

const FUNCTIONS: readonly Made[] = [
  [/^aws-controltower-NotificationForwarder$/, 'AWS Control Tower made this function.'],
  [
    /^cwsyn-.+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'CloudWatch Synthetics made this function for a canary.',
  ],
  [CDK_HELPERS, 'The AWS CDK made this function for a custom resource.'],
  [AMPLIFY_HELPERS, 'AWS Amplify made this function for a custom resource.'],
]

const found = (made: readonly Made[], name: string) =>
  made.find(([pattern]) => pattern.test(name))?.[1] ?? null

/** Why nobody in the account can change a role; null where somebody can. Its path tells, which nobody can choose. */
export function ownedByAws({ path }: RoleRecord): string | null {
  if (path.startsWith('/aws-service-role/')) return 'It is a service-linked role: AWS writes its policies.'
  return path.startsWith('/aws-reserved/')
    ? 'IAM Identity Center made this role and writes its policies.'
    : null
}

const trusting = new WeakMap<RoleRecord, boolean>()

/** True where the trust policy lets Lambda take a role, or lets everyone. */
export function trustsLambda(role: RoleRecord): boolean {
  const found = trusting.get(role) ?? letsLambdaIn(role)
  trusting.set(role, found)
  return found
}

function letsLambdaIn(role: RoleRecord): boolean {
  return trustedBy(role, { accountId: role.accountId }).some(
    ({ kind, principal }) =>
      kind === 'anyone' || (kind === 'service' && /^(?:edge)?lambda\.amazonaws\.com$|^\*$/.test(principal)),
  )
}

function roleMade(role: RoleRecord): string | null {
  const owned = ownedByAws(role)
  if (owned !== null) return owned
  const isForOthers = compileTrust(role) !== undefined && !trustsLambda(role)
  return isForOthers ? found(ROLES, role.name) : null
}

function functionMade(fn: FunctionRecord): string | null {
  if (CDK_PROVIDER.test(valueOr(fn.description, '') ?? ''))
    return 'The AWS CDK made this function to run custom resources.'
  return found(FUNCTIONS, fn.name)
}

/**
 * Why a resource is the work of AWS or of a deployment tool, which the account's people do not write; null where it is
 * theirs. Functions are told by names, which anybody can give: use it for what is a matter of order or taste, not for what
 * an intruder would hide. A role of such a name that Lambda may take is not the platform's.
 */
export function platformMade(record: ResourceRecord): string | null {
  if (record.kind === 'role') return roleMade(record)
  return record.kind === 'function' ? functionMade(record) : null
}
