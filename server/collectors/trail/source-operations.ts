import type { Operation, Service } from '#server/aws/operation.ts'
import type { SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import type { PermissionTarget, SourcePermission } from '#server/domain/trail-sources/source-policy.ts'

export type SourceOperation = Operation & { on: PermissionTarget }

const LIVE = 'events within seconds'
const FILES = 'events of the log files, data events among them'
const HISTORY = 'events older than those that are kept here'

function operation(
  service: Service,
  name: string,
  hides: string,
  on: PermissionTarget,
  costUsd = 0,
  action = name,
): SourceOperation {
  return { service, name, permission: `${service}:${action}`, costUsd, hides, on }
}

/** USD 0.40 a million. Source: SQS pricing, standard queues, October 2025. */
const SQS_USD = 0.4e-6
/** USD 0.0004 a thousand. Source: S3 pricing, GET of Standard, October 2025. */
const GET_USD = 0.4e-6
/** USD 0.005 a thousand. Source: S3 pricing, LIST of Standard, October 2025. */
const LIST_USD = 5e-6

export const receiveMessage = operation('sqs', 'ReceiveMessage', LIVE, 'queue', SQS_USD)
export const deleteMessageBatch = operation(
  'sqs',
  'DeleteMessageBatch',
  'which messages were read: they come back',
  'queue',
  SQS_USD,
  'DeleteMessage',
)
export const getQueueAttributes = operation(
  'sqs',
  'GetQueueAttributes',
  'how many messages wait',
  'queue',
  SQS_USD,
)
export const getObject = operation('s3', 'GetObject', FILES, 'objects', GET_USD)
export const listObjectsV2 = operation(
  's3',
  'ListObjectsV2',
  'which log files there are, and how large',
  'bucket',
  LIST_USD,
  'ListBucket',
)
export const startQueryExecution = operation('athena', 'StartQueryExecution', HISTORY, 'workgroup')
export const getQueryExecution = operation('athena', 'GetQueryExecution', HISTORY, 'workgroup')
export const getAthenaResults = operation('athena', 'GetQueryResults', HISTORY, 'workgroup')
export const stopQueryExecution = operation(
  'athena',
  'StopQueryExecution',
  'the end of a query that reads more than it may',
  'workgroup',
)
export const startQuery = operation('cloudtrail', 'StartQuery', HISTORY, 'event-data-store')
export const describeQuery = operation('cloudtrail', 'DescribeQuery', HISTORY, 'event-data-store')
export const getLakeResults = operation('cloudtrail', 'GetQueryResults', HISTORY, 'event-data-store')
export const cancelQuery = operation(
  'cloudtrail',
  'CancelQuery',
  'the end of a query that reads more than it may',
  'event-data-store',
)

const beside = (permission: string, hides: string, on: PermissionTarget): SourcePermission => ({
  permission,
  hides,
  on,
})
const decrypt = (hides: string) => beside('kms:Decrypt', hides, 'key')

/** What each kind of source is asked, and what AWS checks besides. Sightline's permissions for sources come from here alone. */
export const SOURCE_ACCESS: Record<
  SourceKind,
  { operations: readonly SourceOperation[]; besides: readonly SourcePermission[] }
> = {
  'event-queue': {
    operations: [receiveMessage, deleteMessageBatch, getQueueAttributes],
    besides: [decrypt('messages that are encrypted with a key of your own')],
  },
  'file-queue': {
    operations: [receiveMessage, deleteMessageBatch, getQueueAttributes, getObject, listObjectsV2],
    besides: [decrypt('log files that are encrypted with a key of your own')],
  },
  bucket: {
    operations: [listObjectsV2, getObject],
    besides: [decrypt('log files that are encrypted with a key of your own')],
  },
  'metric-stream': {
    operations: [listObjectsV2, getObject],
    besides: [decrypt('files of a metric stream that are encrypted with a key of your own')],
  },
  athena: {
    operations: [startQueryExecution, getQueryExecution, getAthenaResults, stopQueryExecution, listObjectsV2],
    besides: [
      beside('athena:GetWorkGroup', HISTORY, 'workgroup'),
      beside('glue:GetDatabase', HISTORY, 'catalog'),
      beside('glue:GetTable', HISTORY, 'catalog'),
      beside('glue:GetPartitions', HISTORY, 'catalog'),
      beside('s3:GetObject', HISTORY, 'objects'),
      beside('s3:GetBucketLocation', HISTORY, 'bucket'),
      beside('s3:GetBucketLocation', 'results of queries', 'results-bucket'),
      beside('s3:ListBucket', 'results of queries', 'results-bucket'),
      beside('s3:GetObject', 'results of queries', 'results'),
      beside('s3:PutObject', 'results of queries', 'results'),
      beside('s3:AbortMultipartUpload', 'results of queries', 'results'),
    ],
  },
  'event-data-store': {
    operations: [startQuery, describeQuery, getLakeResults, cancelQuery],
    besides: [
      decrypt('an event data store that is encrypted with a key of your own'),
      beside('kms:GenerateDataKey', 'an event data store that is encrypted with a key of your own', 'key'),
    ],
  },
}

/** What the web process is told, which loads no collectors. */
export function sourcePermissions(): Record<SourceKind, SourcePermission[]> {
  const of = ({ operations, besides }: (typeof SOURCE_ACCESS)[SourceKind]) =>
    [...operations, ...besides].map(({ permission, hides, on }) => ({ permission, hides, on }))
  return {
    'event-queue': of(SOURCE_ACCESS['event-queue']),
    'file-queue': of(SOURCE_ACCESS['file-queue']),
    bucket: of(SOURCE_ACCESS.bucket),
    athena: of(SOURCE_ACCESS.athena),
    'event-data-store': of(SOURCE_ACCESS['event-data-store']),
    'metric-stream': of(SOURCE_ACCESS['metric-stream']),
  }
}
