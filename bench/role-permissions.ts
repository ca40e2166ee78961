import { absent, known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import { scpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import { atMost, type Bench } from './define-bench.ts'

const ROLES = 10_000
const ACCOUNTS = 20
const GOAL_SECONDS = 15

type Statement = Record<string, unknown>

const document = (...statements: Statement[]) =>
  known(parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements })))

const managed = (name: string, ...statements: Statement[]): NamedPolicy => ({
  name,
  arn: `arn:aws:iam::aws:policy/${name}`,
  document: document(...statements),
})

const allow = (Action: string | string[], Resource: string | string[] = '*', more: Statement = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
const INTERFACES = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface']
const READERS = [
  's3',
  'dynamodb',
  'ec2',
  'rds',
  'lambda',
  'iam',
  'sqs',
  'sns',
  'kms',
  'logs',
  'cloudwatch',
  'ecs',
]
const BASIC = managed('AWSLambdaBasicExecutionRole', allow(LOGS))
const VPC = managed(
  'AWSLambdaVPCAccessExecutionRole',
  allow([...LOGS, ...INTERFACES.map((one) => `ec2:${one}`)]),
)
const ADMIN = managed('AdministratorAccess', allow('*'))
const POWER = managed(
  'PowerUserAccess',
  { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
  allow(['iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization']),
)
const READ_ONLY = managed(
  'ReadOnly',
  allow(READERS.flatMap((service) => ['Get*', 'List*', 'Describe*'].map((verb) => `${service}:${verb}`))),
)
const BOUNDARY = managed(
  'DeveloperBoundary',
  allow([
    's3:*',
    'dynamodb:*',
    'sqs:*',
    'sns:*',
    'kms:*',
    'logs:*',
    'xray:*',
    'lambda:*',
    'secretsmanager:*',
  ]),
  {
    Sid: 'KeepAudit',
    Effect: 'Deny',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::audit', 'arn:aws:s3:::audit/*'],
  },
)

const scp = (name: string, targets: string[], ...statements: Statement[]) => ({
  id: `p-${name}`,
  name,
  document: document(...statements),
  targets: known(targets),
})

const accountId = (i: number) => String(100_000_000_000 + i)
const accountIds = Array.from({ length: ACCOUNTS }, (_, i) => accountId(i))

const ORGANIZATION: OrganizationRecord = {
  kind: 'organization',
  arn: 'arn:aws:organizations::999999999999:organization/o-1',
  name: 'o-1',
  accountId: '999999999999',
  region: 'us-east-1',
  managementAccountId: '999999999999',
  featureSet: known('ALL'),
  units: known([
    { id: 'r-1', name: 'Root', parentId: null },
    { id: 'ou-1', name: 'Workloads', parentId: 'r-1' },
  ]),
  accounts: known(
    accountIds.map((id) => ({ id, name: id, status: 'ACTIVE', parentId: 'ou-1', tags: known({}) })),
  ),
  serviceControlPolicies: known([
    scp('FullAWSAccess', ['r-1', 'ou-1', ...accountIds], allow('*')),
    scp('Regions', ['ou-1'], {
      Sid: 'DenyOtherRegions',
      Effect: 'Deny',
      NotAction: ['iam:*', 'organizations:*', 'route53:*', 'cloudfront:*', 'sts:*', 'support:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
    }),
    scp('Guardrails', ['r-1'], {
      Sid: 'KeepTrail',
      Effect: 'Deny',
      Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'organizations:LeaveOrganization'],
      Resource: '*',
    }),
  ]),
  unknownFields: [],
}

/** What a role of its own needs: names its resources, as generated roles do. */
function inlinePolicy(i: number, account: string): NamedPolicy {
  const table = `arn:aws:dynamodb:eu-west-1:${account}:table/table-${i}`
  return {
    name: `function-${i}`,
    document: document(
      allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [table, `${table}/index/*`]),
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], `arn:aws:sqs:eu-west-1:${account}:queue-${i}`),
      allow(i % 10 === 0 ? 's3:*' : ['s3:GetObject', 's3:ListBucket'], [
        `arn:aws:s3:::bucket-${i}`,
        `arn:aws:s3:::bucket-${i}/*`,
      ]),
      allow('kms:Decrypt', `arn:aws:kms:eu-west-1:${account}:key/${i}`, {
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
      allow(
        'secretsmanager:GetSecretValue',
        `arn:aws:secretsmanager:eu-west-1:${account}:secret:app-${i}-??????`,
      ),
    ),
  }
}

/** Of a hundred roles: two administrators, one power user, three that read all, the rest with policies of their own. */
function attached(i: number): NamedPolicy[] {
  const place = i % 100
  if (place < 2) return [ADMIN]
  if (place < 3) return [POWER]
  return place < 6 ? [BASIC, READ_ONLY] : [place < 30 ? VPC : BASIC]
}

function role(i: number): RoleRecord {
  const account = accountId(i % ACCOUNTS)
  return {
    kind: 'role',
    arn: `arn:aws:iam::${account}:role/function-${i}`,
    name: `function-${i}`,
    accountId: account,
    region: 'global',
    path: '/',
    roleId: `AROA${i}`,
    createdAt: absent(),
    trustPolicy: absent(),
    inlinePolicies: known([inlinePolicy(i, account)]),
    attachedPolicies: known(attached(i)),
    permissionsBoundary: i % 3 === 0 ? known(BOUNDARY) : absent(),
    lastUsedAt: absent(),
    lastUsedRegion: absent(),
    tags: known({ team: `team-${i % 50}` }),
    unknownFields: [],
  }
}

/** Effective permissions of ten thousand roles from their records: policies compiled, expanded, cut by boundary and SCPs. */
export const rolePermissions: Bench = {
  name: 'permissions',
  run: async () => {
    const table = await loadActionTable()
    const roles = Array.from({ length: ROLES }, (_, i) => role(i))
    const startedAt = process.cpuUsage()
    const levels = new Map(accountIds.map((id) => [id, scpLevels(id, ORGANIZATION)]))
    let services = 0
    for (const one of roles) {
      const scps = levels.get(one.accountId) ?? { state: 'none' }
      services += effectivePermissions(principalPolicies(one, scps), table).services.length
    }
    if (services < ROLES) throw new Error('roles without any permission')
    const { user, system } = process.cpuUsage(startedAt)
    const seconds = (user + system) / 1_000_000
    return [atMost('effective permissions of 10,000 roles, CPU time', seconds, GOAL_SECONDS, 's')]
  },
}
