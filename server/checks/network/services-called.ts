import { roleMayOn } from '#server/checks/reliability/role-may.ts'
import type { ServiceAccess } from '#server/domain/access/access.ts'
import { type Field, mapField, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

/** What code itself calls, by the last part of the endpoint's name. Polling, logs and traces go by way of Lambda. */
const CALLS: Record<string, { service: string; actions: readonly string[] }> = {
  s3: { service: 's3', actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject'] },
  dynamodb: {
    service: 'dynamodb',
    actions: [
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:Query',
      'dynamodb:Scan',
    ],
  },
  sqs: { service: 'sqs', actions: ['sqs:SendMessage'] },
  sns: { service: 'sns', actions: ['sns:Publish'] },
  secretsmanager: { service: 'secretsmanager', actions: ['secretsmanager:GetSecretValue'] },
  ssm: { service: 'ssm', actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'] },
  lambda: { service: 'lambda', actions: ['lambda:InvokeFunction'] },
  states: { service: 'states', actions: ['states:StartExecution'] },
  events: { service: 'events', actions: ['events:PutEvents'] },
  'kinesis-streams': { service: 'kinesis', actions: ['kinesis:PutRecord', 'kinesis:PutRecords'] },
  'execute-api': { service: 'execute-api', actions: ['execute-api:Invoke'] },
}

/** Targets to which Lambda itself sends what failed or went well: a permission on them alone is not for the code. */
function sentByLambda(record: FunctionRecord): Set<string> {
  const configs = valueOr(record.eventInvokeConfigs, []) ?? []
  const deadLetter = valueOr<string>(record.deadLetterTargetArn, '')
  const targets = configs.flatMap(({ onFailure, onSuccess }) => [onFailure, onSuccess])
  return new Set([deadLetter, ...targets].flatMap((one) => (one ? [one] : [])))
}

/** A wildcard over a whole service says nothing of what the code calls. */
const isTold = (access: ServiceAccess | undefined) =>
  access !== undefined && !access.everyAction && access.use !== 'not used'

/** Endpoint names of the services that a function's role is made to call; empty for an administrator. */
export function servicesCalled(record: FunctionRecord, around: Surroundings): Field<string[]> {
  const roleArn = valueOr<string>(record.roleArn, '') ?? ''
  const spared = sentByLambda(record)
  const isCalled = (action: string) =>
    roleMayOn(roleArn, action, around).some((resource) => !spared.has(resource))
  return mapField(around.access(roleArn), ({ permissions }) => {
    if (permissions.admin) return []
    const byService = new Map(permissions.services.map((one) => [one.service, one]))
    return Object.entries(CALLS)
      .filter(([, { service, actions }]) => isTold(byService.get(service)) && actions.some(isCalled))
      .map(([endpoint]) => endpoint)
  })
}
