import { absent, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

export type Place = { accountId: string; region: string }

/** Rules, buckets, topics and queues of the i-th function of a large estate, but for its API. */
export function sourcesOf(place: Place, { arn, name }: FunctionRecord, i: number): ResourceRecord[] {
  const base = { ...place, unknownFields: [] }
  const { accountId, region } = place
  const own: ResourceRecord[] = []
  if (i % 3 === 0)
    own.push({
      ...base,
      kind: 'event-rule',
      arn: `arn:aws:events:${region}:${accountId}:rule/rule-${i}`,
      name: `rule-${i}`,
      bus: 'default',
      state: known('ENABLED'),
      schedule: known('rate(5 minutes)'),
      pattern: absent(),
      managedBy: absent(),
      targets: known([{ id: '1', arn }]),
    })
  if (i % 6 === 1)
    own.push({
      ...base,
      region: GLOBAL_REGION,
      kind: 'bucket',
      arn: `arn:aws:s3:::bucket-${accountId}-${i}`,
      name: `bucket-${accountId}-${i}`,
      bucketRegion: known(region),
      notifications: known([{ id: 'n', functionArn: arn, events: ['s3:ObjectCreated:*'] }]),
      eventBridge: known(false),
    })
  if (i % 6 === 5)
    own.push({
      ...base,
      kind: 'topic-subscription',
      arn: `arn:aws:sns:${region}:${accountId}:topic-${i}:${'0'.repeat(8)}`,
      name: `topic-${i}`,
      topicArn: `arn:aws:sns:${region}:${accountId}:topic-${i}`,
      functionArn: arn,
      filterPolicy: absent(),
      deadLetterArn: absent(),
      pendingConfirmation: known(false),
    })
  if (i % 2 === 1) {
    const queue = `arn:aws:sqs:${region}:${accountId}:q-${i}`
    own.push(
      {
        ...base,
        kind: 'event-source-mapping',
        arn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:m-${i}`,
        name: `m-${i}`,
        uuid: `m-${i}`,
        functionArn: known(arn),
        functionName: known(name),
        eventSourceArn: known(queue),
        sourceType: 'sqs',
        state: known('Enabled'),
        stateReason: absent(),
        batchSize: known(10),
        maximumBatchingWindowSeconds: known(0),
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
        lastModifiedAt: known('2026-06-01T00:00:00.000Z'),
        lastProcessingResult: absent(),
      },
      {
        ...base,
        kind: 'event-source',
        arn: queue,
        name: `q-${i}`,
        sourceType: 'sqs',
        exists: known(true),
        retentionSeconds: known(345_600),
        visibilityTimeoutSeconds: known(60),
        shardCount: absent(),
        deadLetterTargetArn: absent(),
        maxReceiveCount: absent(),
        encrypted: known(true),
      },
    )
  }
  return own
}
