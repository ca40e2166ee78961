import type { Document, IamEstate, RoleSpec } from './iam.ts'
import type { FunctionSpec } from './model.ts'
import { fate } from './sources/grants.ts'

export type ServiceUse = { service: string; used: boolean; actions: { action: string; used: boolean }[] }

/** Actions that IAM follows one by one, as far as they matter here; the first ones are what functions come to do. */
const tracked: Record<string, string[]> = {
  dynamodb: ['DescribeStream', 'DescribeTable', 'CreateTable', 'DeleteTable'],
  ec2: ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface', 'RunInstances'],
  iam: ['ListRoles', 'PassRole', 'CreateRole', 'AttachRolePolicy', 'CreatePolicyVersion'],
  kinesis: ['DescribeStream', 'ListStreams', 'DeleteStream'],
  kms: ['DescribeKey', 'ListKeys', 'ScheduleKeyDeletion'],
  lambda: ['UpdateFunctionCode', 'GetFunction', 'CreateFunction', 'AddPermission', 'DeleteFunction'],
  s3: ['ListAllMyBuckets', 'GetBucketLocation', 'PutBucketPolicy', 'DeleteBucket'],
  secretsmanager: ['GetSecretValue', 'ListSecrets', 'PutSecretValue'],
  sns: ['ListTopics', 'CreateTopic', 'DeleteTopic'],
  sqs: ['GetQueueAttributes', 'CreateQueue', 'DeleteQueue'],
  ssm: ['GetParameter', 'GetParameters', 'PutParameter'],
}
const everything = [
  ...Object.keys(tracked),
  'cloudformation',
  'cloudtrail',
  'events',
  'logs',
  'rds',
  'states',
  'sts',
]

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [String(value ?? '')])

/** The services of which a document allows anything. */
function servicesOf(document: Document): string[] {
  if (typeof document === 'string') return []
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement]
  return statements.flatMap(({ Effect, Action, NotAction }) => {
    if (Effect !== 'Allow') return []
    if (NotAction !== undefined) {
      const left = texts(NotAction).map((action) => action.split(':')[0])
      return everything.filter((service) => !left.includes(service))
    }
    return texts(Action).flatMap((action) => (action === '*' ? everything : [action.split(':')[0] ?? '']))
  })
}

/** The services that a function calls as its role while it runs. */
function usedBy(fn: FunctionSpec): string[] {
  const has = (part: string, ...services: string[]) => (fn.name.includes(part) ? services : [])
  return [
    'logs',
    ...fn.mappings.map(({ kind }) => kind),
    ...(fn.tracing === 'Active' ? ['xray'] : []),
    ...(fn.vpcId ? ['ec2'] : []),
    ...(fn.kmsKeyArn ? ['kms'] : []),
    ...(fn.environment.TABLE_NAME ? ['dynamodb'] : []),
    ...(fn.environment.DB_SECRET_ARN ? ['secretsmanager'] : []),
    ...(fn.environment.QUEUE_URL || fn.deadLetterArn ? ['sqs'] : []),
    ...(fate(fn.arn, 'shared config') < 0.5 ? ['ssm'] : []),
    ...has('-api', 'lambda'),
    ...has('-notify', 'sns', 'ses'),
    ...has('-upload', 's3'),
    ...has('exports-', 's3'),
  ]
}

/** What the roles that no function runs with are used for. */
const otherUse: Record<string, string[]> = {
  'gha-deploy': ['lambda', 's3', 'cloudformation', 'iam'],
  'codebuild-deploy': ['lambda', 'iam'],
  developer: ['lambda', 's3', 'logs'],
  'scheduler-invoke': ['lambda'],
  'step-functions-invoke': ['lambda'],
  SightlineReadOnly: ['lambda', 'iam', 'cloudtrail'],
  AWSReservedSSO_AdministratorAccess_3c2a8f1b0d9e4a75: ['iam', 'lambda', 'cloudformation', 'events', 's3'],
}

/** What a role may use by service, and of it what it does use: by its functions, or by whoever else takes it. */
export function roleUse(iam: IamEstate, role: RoleSpec, functions: readonly FunctionSpec[]): ServiceUse[] {
  const attached = role.attached.flatMap(({ PolicyArn }) =>
    iam.policies.filter(({ arn }) => arn === PolicyArn),
  )
  const documents = [
    ...role.inline.map(({ document }) => document),
    ...attached.flatMap(({ versions }) => versions.slice(-1)),
  ]
  const running = functions.filter((fn) => fn.roleName === role.name && fn.traffic.kind !== 'idle')
  const used = new Set([...running.flatMap(usedBy), ...(otherUse[role.name] ?? [])])
  const granted = [...new Set(documents.flatMap(servicesOf))].filter((service) =>
    /^[a-z0-9-]+$/.test(service),
  )
  return granted.sort().map((service) => ({
    service,
    used: used.has(service),
    actions: (tracked[service] ?? []).map((action, i) => ({ action, used: used.has(service) && i === 0 })),
  }))
}
