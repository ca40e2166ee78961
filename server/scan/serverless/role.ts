import { asArray, asObject, isObject } from '#server/domain/json.ts'
import { sub } from '#server/scan/sam/expansion.ts'
import { managedPolicyArn } from '#server/scan/sam/managed-policies.ts'
import { trustOf } from '#server/scan/sam/sam-function.ts'
import { copyPlaces, type Place, setPlace } from '#server/scan/source/places.ts'
import type { Gathered } from './gathered.ts'
import { ROLE_ID } from './logical-ids.ts'

type Values = Record<string, unknown>

const LOGS = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:TagResource', 'logs:PutLogEvents'],
  Resource: [sub('arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/lambda/*:*')],
}

/** The one role that the framework makes for all functions without a role of their own. */
export function convertRole(provider: Values, place: Place, to: Gathered): void {
  const iam = asObject(provider.iam)
  if (provider.role !== undefined || (iam.role !== undefined && !isObject(iam.role))) return
  const role = asObject(iam.role)
  const given = role.statements ?? provider.iamRoleStatements
  const own = asArray(given)
  const managed = asArray(role.managedPolicies ?? provider.iamManagedPolicies)
  const usesVpc =
    provider.vpc !== undefined ||
    Object.values(to.resources).some((one) => 'VpcConfig' in asObject(asObject(one).Properties))
  const tracing = asObject(provider.tracing).lambda
    ? [{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: ['*'] }]
    : []
  const Statement = [LOGS, ...to.statements, ...tracing, ...own]
  if (isObject(given)) copyPlaces(given, Statement)
  const Properties: Values = {
    AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com'),
    Policies: [
      {
        PolicyName: 'lambda',
        PolicyDocument: typeof given === 'string' ? given : { Version: '2012-10-17', Statement },
      },
    ],
    ManagedPolicyArns: [
      ...managed,
      ...(usesVpc ? [managedPolicyArn('AWSLambdaVPCAccessExecutionRole')] : []),
    ],
    ...(role.name === undefined ? {} : { RoleName: role.name }),
    ...(role.path === undefined ? {} : { Path: role.path }),
    ...(role.permissionsBoundary === undefined ? {} : { PermissionsBoundary: role.permissionsBoundary }),
    ...(role.tags === undefined ? {} : { Tags: role.tags }),
  }
  to.resources[ROLE_ID] = { Type: 'AWS::IAM::Role', Properties }
  setPlace(to.resources, ROLE_ID, place)
}
