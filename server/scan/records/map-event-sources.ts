import { absent, type Field, known, mapField } from '#server/domain/field.ts'
import { asArray, asObject, isObject, parseJson } from '#server/domain/json.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import { recordHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { secretsOf } from './environment.ts'
import { joinedPolicy } from './policies.ts'
import {
  asFlag,
  listIn,
  notYet,
  type Properties,
  readCount,
  readFlag,
  readIn,
  readText,
  readTexts,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'

const SOURCE_TYPES: Record<string, string> = {
  sqs: 'sqs',
  kinesis: 'kinesis',
  dynamodb: 'dynamodb',
  kafka: 'kafka',
  mq: 'mq',
  rds: 'documentdb',
}

function sourceTypeOf(properties: Properties, arn: Field<string>): string {
  if (properties.SelfManagedEventSource !== undefined) return 'kafka'
  if (arn.state === 'known') return SOURCE_TYPES[arn.value.split(':')[2] ?? ''] ?? 'other'
  if (properties.Queues !== undefined) return 'mq'
  if (properties.Topics !== undefined) return 'kafka'
  if (properties.DocumentDBEventSourceConfig !== undefined) return 'documentdb'
  return 'other'
}

export function mapMappings(stack: Stack): Mapped[] {
  return stack.of('AWS::Lambda::EventSourceMapping').map((of) => {
    const from = of.properties
    const target = stack.functionNamed(from.FunctionName)
    const eventSourceArn = readText(from, 'EventSourceArn')
    const sourceType = sourceTypeOf(from, eventSourceArn)
    const enabled = from.Enabled === undefined ? true : asFlag(from.Enabled)
    const filters = readIn(from, 'FilterCriteria', (criteria) =>
      known(asArray(criteria.Filters).map((filter) => textIn(asObject(filter).Pattern))),
    )
    const patterns = filters.state === 'known' ? Object.entries(filters.value) : []
    const record: EventSourceMappingRecord = {
      kind: 'event-source-mapping',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.id,
      uuid: of.id,
      functionArn: target
        ? known(target.qualifier ? `${target.arn}:${target.qualifier}` : target.arn)
        : notYet(),
      functionName: target ? known(target.arn.split(':').pop() ?? '') : notYet(),
      eventSourceArn,
      sourceType,
      state:
        enabled === undefined || isUnknownText(from.Enabled)
          ? notYet()
          : known(enabled ? 'Enabled' : 'Disabled'),
      stateReason: absent(),
      batchSize: readCount(from, 'BatchSize', sourceType === 'sqs' ? 10 : 100),
      maximumBatchingWindowSeconds: readCount(from, 'MaximumBatchingWindowInSeconds'),
      parallelizationFactor: readCount(from, 'ParallelizationFactor'),
      startingPosition: readText(from, 'StartingPosition'),
      maximumRetryAttempts: readCount(from, 'MaximumRetryAttempts'),
      maximumRecordAgeSeconds: readCount(from, 'MaximumRecordAgeInSeconds'),
      bisectBatchOnFunctionError: readFlag(from, 'BisectBatchOnFunctionError'),
      onFailureArn: readIn(from, 'DestinationConfig', (config) =>
        readIn(config, 'OnFailure', (onFailure) => readText(onFailure, 'Destination')),
      ),
      filters: mapField(filters, (list) => list.map((text) => withoutSecrets('', text))),
      maximumConcurrency: readIn(from, 'ScalingConfig', (config) => readCount(config, 'MaximumConcurrency')),
      functionResponseTypes: readTexts(from, 'FunctionResponseTypes'),
      topics: readTexts(from, 'Topics'),
      queues: readTexts(from, 'Queues'),
      lastModifiedAt: notYet(),
      lastProcessingResult: notYet(),
      kmsKeyArn: readText(from, 'KmsKeyArn'),
      secrets: secretsOf(Object.fromEntries(patterns), (index) => `filter ${Number(index) + 1}`),
    }
    return { record, of }
  })
}

const NOTHING = {
  retentionSeconds: absent<number>(),
  visibilityTimeoutSeconds: absent<number>(),
  shardCount: absent<number>(),
  deadLetterTargetArn: absent<string>(),
  maxReceiveCount: absent<number>(),
}

/** A redrive policy is a map, or the JSON text of one. */
function redriveOf(from: Properties): Pick<EventSourceRecord, 'deadLetterTargetArn' | 'maxReceiveCount'> {
  const { RedrivePolicy: policy } = from
  if (policy === undefined) return { deadLetterTargetArn: absent(), maxReceiveCount: absent() }
  const parsed = typeof policy === 'string' && !isUnknownText(policy) ? parseJson(policy) : policy
  if (!isObject(parsed)) return { deadLetterTargetArn: notYet(), maxReceiveCount: notYet() }
  return {
    deadLetterTargetArn: readText(parsed, 'deadLetterTargetArn'),
    maxReceiveCount: readCount(parsed, 'maxReceiveCount'),
  }
}

function source(of: TemplateResource, sourceType: string, stack: Stack) {
  return {
    kind: 'event-source' as const,
    ...recordHome(stack.home),
    arn: of.arn,
    name: of.name,
    sourceType,
    exists: known(true),
    ...NOTHING,
  }
}

function queue(of: TemplateResource, stack: Stack): Mapped {
  const from = of.properties
  const url = `https://sqs.${stack.home.region}.amazonaws.com/${stack.home.accountId}/${of.name}`
  const policies = stack.naming('AWS::SQS::QueuePolicy', 'Queues', [url, of.arn])
  const kms = readText(from, 'KmsMasterKeyId')
  // Queues have been encrypted by SQS itself since 2023 unless they say otherwise.
  const managed = readFlag(from, 'SqsManagedSseEnabled', true)
  const record: EventSourceRecord = {
    ...source(of, 'sqs', stack),
    retentionSeconds: readCount(from, 'MessageRetentionPeriod', 345_600),
    visibilityTimeoutSeconds: readCount(from, 'VisibilityTimeout', 30),
    ...redriveOf(from),
    encrypted: kms.state === 'known' || from.KmsMasterKeyId !== undefined ? known(true) : managed,
    kmsKeyId: kms,
    policy:
      joinedPolicy([
        ...listIn(from.Policy),
        ...policies.map(({ properties }) => properties.PolicyDocument),
      ]) ?? absent(),
  }
  return { record, of, also: policies }
}

function stream(of: TemplateResource, stack: Stack): Mapped {
  const from = of.properties
  const retention = readCount(from, 'RetentionPeriodHours', 24)
  const encryption = asObject(from.StreamEncryption)
  const record: EventSourceRecord = {
    ...source(of, 'kinesis', stack),
    retentionSeconds: mapField(retention, (hours) => hours * 3600),
    shardCount: readCount(from, 'ShardCount'),
    encrypted: isUnknownText(from.StreamEncryption) ? notYet() : known(encryption.EncryptionType === 'KMS'),
    kmsKeyId: readText(encryption, 'KeyId'),
  }
  return { record, of }
}

function table(of: TemplateResource, stack: Stack): Mapped[] {
  const from = of.properties
  if (from.StreamSpecification === undefined) return []
  const sse = asObject(from.SSESpecification)
  const record: EventSourceRecord = {
    ...source(of, 'dynamodb', stack),
    arn: `${of.arn}/stream/2000-01-01T00:00:00.000`,
    retentionSeconds: known(86_400),
    // DynamoDB encrypts every table; its own key unless another is named.
    encrypted: known(true),
    kmsKeyId: asFlag(sse.SSEEnabled) === true ? readText(sse, 'KMSMasterKeyId') : absent(),
  }
  return [{ record, of }]
}

export function mapEventSources(stack: Stack): Mapped[] {
  return [
    ...stack.of('AWS::SQS::Queue').map((of) => queue(of, stack)),
    ...stack.of('AWS::Kinesis::Stream').map((of) => stream(of, stack)),
    ...stack.of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap((of) => table(of, stack)),
  ]
}
