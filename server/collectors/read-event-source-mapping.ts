import { parseArn, parseFunctionRef } from '#server/domain/arn.ts'
import { absent, failed, known, mapField, valueOr } from '#server/domain/field.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { secretsIn, withoutSecrets } from '#server/domain/secrets/find-secrets.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import {
  readBoolean,
  readField,
  readIn,
  readNumber,
  readSortedTexts,
  readText,
  readTime,
  type Shape,
  unknownMembers,
} from './read-field.ts'

const MAPPING: Shape = {
  UUID: true,
  StartingPosition: true,
  StartingPositionTimestamp: true,
  BatchSize: true,
  MaximumBatchingWindowInSeconds: true,
  ParallelizationFactor: true,
  EventSourceArn: true,
  FilterCriteria: { Filters: true },
  FilterCriteriaError: true,
  KMSKeyArn: true,
  MetricsConfig: true,
  LoggingConfig: true,
  ScalingConfig: { MaximumConcurrency: true },
  FunctionArn: true,
  LastModified: true,
  LastProcessingResult: true,
  State: true,
  StateTransitionReason: true,
  DestinationConfig: { OnSuccess: { Destination: true }, OnFailure: { Destination: true } },
  Topics: true,
  Queues: true,
  SourceAccessConfigurations: true,
  SelfManagedEventSource: true,
  MaximumRecordAgeInSeconds: true,
  BisectBatchOnFunctionError: true,
  MaximumRetryAttempts: true,
  TumblingWindowInSeconds: true,
  FunctionResponseTypes: true,
  AmazonManagedKafkaEventSourceConfig: true,
  SelfManagedKafkaEventSourceConfig: true,
  DocumentDBEventSourceConfig: true,
  EventSourceMappingArn: true,
  ProvisionedPollerConfig: true,
}

const SOURCE_TYPES: Record<string, string> = {
  sqs: 'sqs',
  kinesis: 'kinesis',
  dynamodb: 'dynamodb',
  kafka: 'kafka',
  mq: 'mq',
  rds: 'documentdb',
}

/** Makes the record of a mapping that has a UUID. */
export function readEventSourceMapping(
  from: JsonObject,
  account: { id: string; partition: string },
  region: string,
  fingerprint: Fingerprint,
): EventSourceMappingRecord {
  const uuid = String(from.UUID)
  const functionArn = readText(from, 'FunctionArn')
  const filters = readFilters(from)
  const functionName = mapField(functionArn, (arn) => parseFunctionRef(arn)?.name ?? '')
  return {
    kind: 'event-source-mapping',
    arn:
      asText(from.EventSourceMappingArn) ??
      `arn:${account.partition}:lambda:${region}:${account.id}:event-source-mapping:${uuid}`,
    name: uuid,
    accountId: account.id,
    region,
    uuid,
    functionArn,
    functionName:
      functionName.state === 'known' && functionName.value === ''
        ? failed('unreadable FunctionArn')
        : functionName,
    eventSourceArn: readText(from, 'EventSourceArn'),
    sourceType: sourceTypeOf(from),
    state: readText(from, 'State'),
    stateReason: readText(from, 'StateTransitionReason'),
    batchSize: readNumber(from, 'BatchSize'),
    maximumBatchingWindowSeconds: readNumber(from, 'MaximumBatchingWindowInSeconds'),
    parallelizationFactor: readNumber(from, 'ParallelizationFactor'),
    startingPosition: readText(from, 'StartingPosition'),
    maximumRetryAttempts: readNumber(from, 'MaximumRetryAttempts'),
    maximumRecordAgeSeconds: readNumber(from, 'MaximumRecordAgeInSeconds'),
    bisectBatchOnFunctionError: readBoolean(from, 'BisectBatchOnFunctionError'),
    onFailureArn: readIn(from, 'DestinationConfig', (config) =>
      readIn(config, 'OnFailure', (onFailure) => readText(onFailure, 'Destination')),
    ),
    filters: mapField(filters, (patterns) => patterns.map((pattern) => withoutSecrets('filter', pattern))),
    maximumConcurrency: readIn(from, 'ScalingConfig', (config) => readNumber(config, 'MaximumConcurrency')),
    functionResponseTypes: readSortedTexts(from, 'FunctionResponseTypes'),
    topics: readSortedTexts(from, 'Topics'),
    queues: readSortedTexts(from, 'Queues'),
    lastModifiedAt: readTime(from, 'LastModified'),
    lastProcessingResult: readText(from, 'LastProcessingResult'),
    kmsKeyArn: readText(from, 'KMSKeyArn'),
    secrets: secretsInFilters(filters, fingerprint),
    unknownFields: unknownMembers(from, MAPPING),
  }
}

/** Undefined where the filters were not seen. */
function secretsInFilters(
  filters: EventSourceMappingRecord['filters'],
  fingerprint: Fingerprint,
): EventSourceMappingRecord['secrets'] {
  const patterns = valueOr(filters, [])
  return (
    patterns &&
    secretsIn(
      patterns.map((text, i) => ({ where: `filter ${i + 1}`, name: 'filter', text })),
      fingerprint,
    )
  )
}

function readFilters(from: JsonObject): EventSourceMappingRecord['filters'] {
  const error = asText(asObject(from.FilterCriteriaError).ErrorCode)
  if (error !== undefined) return failed(error)
  return readIn(from, 'FilterCriteria', (criteria) => {
    const field = readField(criteria, 'Filters', (value) =>
      Array.isArray(value)
        ? asArray(value)
            .map((filter) => asText(asObject(filter).Pattern))
            .filter((pattern) => pattern !== undefined)
            .sort()
        : undefined,
    )
    if (field.state !== 'known') return field
    return field.value.length === 0 ? absent() : known(field.value)
  })
}

function sourceTypeOf(from: JsonObject): string {
  if (from.SelfManagedEventSource || from.SelfManagedKafkaEventSourceConfig) return 'kafka'
  const arn = asText(from.EventSourceArn)
  return SOURCE_TYPES[(arn && parseArn(arn)?.service) ?? ''] ?? 'other'
}
