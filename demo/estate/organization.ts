import type { Document } from './iam.ts'
import type { Account } from './model.ts'

export const organizationId = 'o-sh0pexampl'
export const managementAccountId = '999988887777'
export const rootId = 'r-sh0p'

export type UnitSpec = { id: string; name: string; parentId: string }
export type MemberSpec = {
  id: string
  name: string
  status: string
  parentId: string
  tags: Record<string, string>
}
export type ControlPolicySpec = {
  id: string
  name: string
  awsManaged: boolean
  targets: string[]
  document: Document
}
export type OrganizationSpec = { units: UnitSpec[]; members: MemberSpec[]; policies: ControlPolicySpec[] }

const unit = (key: string, name: string, parentId: string): UnitSpec => ({
  id: `ou-sh0p-${key}`,
  name,
  parentId,
})

const workloads = unit('workload', 'Workloads', rootId)
const prod = unit('produktn', 'Prod', workloads.id)
const staging = unit('staging0', 'Staging', workloads.id)
const sandbox = unit('sandbox0', 'Sandbox', workloads.id)
const security = unit('security', 'Security', rootId)
const suspended = unit('suspendd', 'Suspended', rootId)

const unitOf = { prod: prod.id, staging: staging.id, dev: sandbox.id }

const outside: MemberSpec[] = [
  { id: managementAccountId, name: 'shop-management', status: 'ACTIVE', parentId: rootId, tags: {} },
  {
    id: '888877776666',
    name: 'shop-log-archive',
    status: 'ACTIVE',
    parentId: security.id,
    tags: { owner: 'ops' },
  },
  {
    id: '333322221111',
    name: 'shop-old-website',
    status: 'SUSPENDED',
    parentId: suspended.id,
    tags: { note: "=cmd|' /C calc'!A0" },
  },
]

const policies: ControlPolicySpec[] = [
  {
    id: 'p-FullAWSAccess',
    name: 'FullAWSAccess',
    awsManaged: true,
    targets: [rootId, workloads.id, prod.id, staging.id, sandbox.id, security.id, suspended.id],
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  },
  {
    id: 'p-regions00',
    name: 'only-our-regions',
    awsManaged: false,
    targets: [workloads.id],
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OtherRegions',
          Effect: 'Deny',
          NotAction: ['iam:*', 'organizations:*', 'sts:*', 'cloudfront:*', 'route53:*', 'support:*'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
        },
      ],
    },
  },
  {
    id: 'p-trail0000',
    name: 'keep-the-trail',
    awsManaged: false,
    targets: [prod.id, security.id],
    document: {
      Version: '2012-10-17',
      Statement: {
        Sid: 'KeepTheTrail',
        Effect: 'Deny',
        Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'iam:CreateUser', 'iam:CreateAccessKey'],
        Resource: '*',
        Condition: {
          ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/OrganizationAccountAccessRole' },
        },
      },
    },
  },
]

/** The organisation over these accounts. The management account is not among them; the home account is delegated. */
export function makeOrganization(accounts: readonly Account[]): OrganizationSpec {
  const members = accounts.map((account, i) => ({
    id: account.id,
    name: `shop-${account.name}`,
    status: 'ACTIVE',
    parentId: unitOf[account.env],
    tags: {
      ...(i % 4 === 3 ? {} : { environment: account.env }),
      owner: account.home ? 'shop' : account.name.startsWith('data') ? 'data' : 'platform',
    },
  }))
  return {
    units: [workloads, prod, staging, sandbox, security, suspended],
    members: [...outside, ...members],
    policies: policies.map((policy) =>
      policy.awsManaged
        ? { ...policy, targets: [...policy.targets, ...[...outside, ...members].map((one) => one.id)] }
        : policy,
    ),
  }
}

/** Whether an account is in the organisation at all: the one without functions stands alone. */
export const isMember = (account: Account) => account.name !== 'empty'
