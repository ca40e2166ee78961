import type { Field } from '#server/domain/field.ts'
import type { SecretMatch } from './secret-match.ts'

export type EventSourceMappingRecord = {
  kind: 'event-source-mapping'
  arn: string
  /** The mapping's UUID. */
  name: string
  accountId: string
  region: string
  uuid: string
  functionArn: Field<string>
  functionName: Field<string>
  eventSourceArn: Field<string>
  /** sqs | kinesis | dynamodb | kafka | mq | documentdb | other, worked out from the source. */
  sourceType: string
  state: Field<string>
  stateReason: Field<string>
  batchSize: Field<number>
  maximumBatchingWindowSeconds: Field<number>
  parallelizationFactor: Field<number>
  startingPosition: Field<string>
  maximumRetryAttempts: Field<number>
  maximumRecordAgeSeconds: Field<number>
  bisectBatchOnFunctionError: Field<boolean>
  onFailureArn: Field<string>
  filters: Field<string[]>
  maximumConcurrency: Field<number>
  functionResponseTypes: Field<string[]>
  topics: Field<string[]>
  queues: Field<string[]>
  lastModifiedAt: Field<string>
  lastProcessingResult: Field<string>
  kmsKeyArn?: Field<string>
  /** In filter patterns. */
  secrets?: SecretMatch[]
  unknownFields: string[]
}
