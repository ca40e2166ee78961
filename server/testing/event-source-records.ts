import { absent, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { ACCOUNT_ID, REGION } from './factories.ts'
import { FUNCTION_ARN, HOME } from './source-records.ts'

export const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:jobs`

export const makeMapping = (values: Partial<EventSourceMappingRecord> = {}): EventSourceMappingRecord => ({
  ...HOME,
  kind: 'event-source-mapping',
  arn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:event-source-mapping:u1`,
  name: 'u1',
  uuid: 'u1',
  functionArn: known(FUNCTION_ARN),
  functionName: known('orders-api'),
  eventSourceArn: known(QUEUE_ARN),
  sourceType: 'sqs',
  state: known('Enabled'),
  stateReason: absent(),
  batchSize: known(10),
  maximumBatchingWindowSeconds: absent(),
  parallelizationFactor: absent(),
  startingPosition: absent(),
  maximumRetryAttempts: absent(),
  maximumRecordAgeSeconds: absent(),
  bisectBatchOnFunctionError: absent(),
  onFailureArn: absent(),
  filters: absent(),
  maximumConcurrency: absent(),
  functionResponseTypes: absent(),
  topics: absent(),
  queues: absent(),
  lastModifiedAt: absent(),
  lastProcessingResult: absent(),
  ...values,
})

export const makeEventSource = (values: Partial<EventSourceRecord> = {}): EventSourceRecord => ({
  ...HOME,
  kind: 'event-source',
  arn: QUEUE_ARN,
  name: 'jobs',
  sourceType: 'sqs',
  exists: known(true),
  retentionSeconds: known(345_600),
  visibilityTimeoutSeconds: known(60),
  shardCount: absent(),
  deadLetterTargetArn: absent(),
  maxReceiveCount: absent(),
  encrypted: known(true),
  ...values,
})
