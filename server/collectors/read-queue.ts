import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import type { Arn } from '#server/domain/arn.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import { readField, readNumber, readText, type Shape, unknownMembers } from './read-field.ts'
import { type SourceFacts, unseenSource } from './source-facts.ts'

export const getQueueUrl: Operation = {
  service: 'sqs',
  name: 'GetQueueUrl',
  permission: 'sqs:GetQueueUrl',
  costUsd: 0,
  hides: 'whether a queue that a function reads or writes still exists',
}
export const getQueueAttributes: Operation = {
  service: 'sqs',
  name: 'GetQueueAttributes',
  permission: 'sqs:GetQueueAttributes',
  costUsd: 0,
  hides: 'how long a queue keeps messages, where it moves those that fail, and who may send to it',
}

const ATTRIBUTES = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'RedrivePolicy',
  'Policy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
] as const
const SHAPE: Shape = Object.fromEntries(ATTRIBUTES.map((name) => [name, true as const]))

/** Asks for a queue by its owner's account, which may be another one. */
export async function readQueue(context: CollectorContext, arn: Arn, resource: string): Promise<SourceFacts> {
  const names = { QueueName: arn.resource, QueueOwnerAWSAccountId: arn.accountId }
  const found = await call(context, getQueueUrl, new GetQueueUrlCommand(names), { resource })
  if (found.state !== 'ok') return unseenSource(found)
  const QueueUrl = asText(asObject(found.output).QueueUrl)
  if (QueueUrl === undefined) return malformed(context, getQueueUrl, resource)
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...ATTRIBUTES] })
  const read = await call(context, getQueueAttributes, command, { resource })
  if (read.state === 'not-found') return unseenSource(read)
  if (read.state !== 'ok') return { ...unseenSource(read), exists: known(true) }
  const { Attributes } = asObject(read.output)
  if (!isObject(Attributes))
    return { ...malformed(context, getQueueAttributes, resource), exists: known(true) }
  return {
    exists: known(true),
    retentionSeconds: readNumber(Attributes, 'MessageRetentionPeriod'),
    visibilityTimeoutSeconds: readNumber(Attributes, 'VisibilityTimeout'),
    shardCount: absent(),
    ...readRedrive(Attributes),
    encrypted: known(
      asText(Attributes.KmsMasterKeyId) !== undefined || Attributes.SqsManagedSseEnabled === 'true',
    ),
    kmsKeyId: readText(Attributes, 'KmsMasterKeyId'),
    policy: mapField(readText(Attributes, 'Policy'), parsePolicyDocument),
    unknownFields: unknownMembers(Attributes, SHAPE),
  }
}

function malformed(context: CollectorContext, operation: Operation, resource: string): SourceFacts {
  const message = 'the answer has not what was asked for'
  context.report.addProblem(operation, { state: 'malformed', code: 'MalformedAnswer', message }, resource)
  return unseenSource({ state: 'failed', code: 'MalformedAnswer', message })
}

function readRedrive(from: JsonObject): Pick<SourceFacts, 'deadLetterTargetArn' | 'maxReceiveCount'> {
  const policy: Field<JsonObject> = readField(from, 'RedrivePolicy', (value) => {
    const parsed = typeof value === 'string' ? parseJson(value) : undefined
    return isObject(parsed) ? parsed : undefined
  })
  if (policy.state !== 'known') return { deadLetterTargetArn: policy, maxReceiveCount: policy }
  const target = asText(policy.value.deadLetterTargetArn)
  return {
    deadLetterTargetArn: target === undefined ? failed('unreadable RedrivePolicy') : known(target),
    maxReceiveCount: readNumber(policy.value, 'maxReceiveCount'),
  }
}
