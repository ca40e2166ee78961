import { DescribeStreamCommand } from '@aws-sdk/client-dynamodb-streams'
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis'
import { type CallResult, call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, failed, known, mapField } from '#server/domain/field.ts'
import { asArray, asObject, asText, isObject, type JsonObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import type { CollectorContext } from './define-collector.ts'
import { readNumber, readText } from './read-field.ts'
import { NO_QUEUE_FACTS, type SourceFacts, unseenSource } from './source-facts.ts'

export const describeStreamSummary: Operation = {
  service: 'kinesis',
  name: 'DescribeStreamSummary',
  permission: 'kinesis:DescribeStreamSummary',
  costUsd: 0,
  hides:
    'whether a Kinesis stream that a function reads still exists, its shards and how long it keeps records',
}
export const describeStream: Operation = {
  service: 'dynamodb-streams',
  name: 'DescribeStream',
  permission: 'dynamodb:DescribeStream',
  costUsd: 0,
  hides: 'whether a DynamoDB stream that a function reads still exists, and its shards',
}

/** A DynamoDB stream keeps records for a day. Source: DynamoDB developer guide. */
const TABLE_STREAM_SECONDS = DAY_MS / SECOND_MS
const MOST_PAGES = 50

export async function readKinesisStream(context: CollectorContext, StreamARN: string): Promise<SourceFacts> {
  const command = new DescribeStreamSummaryCommand({ StreamARN })
  const result = await call(context, describeStreamSummary, command, { resource: StreamARN })
  if (result.state !== 'ok') return unseenSource(result)
  const summary = asObject(result.output).StreamDescriptionSummary
  if (!isObject(summary)) return malformed(context, describeStreamSummary, StreamARN)
  const retentionHours = readNumber(summary, 'RetentionPeriodHours')
  return {
    ...NO_QUEUE_FACTS,
    exists: known(true),
    retentionSeconds: mapField(retentionHours, (hours) => (hours * HOUR_MS) / SECOND_MS),
    shardCount: readNumber(summary, 'OpenShardCount'),
    encrypted: mapField(readText(summary, 'EncryptionType'), (type) => type !== 'NONE'),
    kmsKeyId: readText(summary, 'KeyId'),
    unknownFields: [],
  }
}

/** A stream of a table, counting the shards that are open; it is always encrypted. */
export async function readTableStream(context: CollectorContext, StreamArn: string): Promise<SourceFacts> {
  let open = 0
  let ExclusiveStartShardId: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const command = new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId })
    const result: CallResult = await call(context, describeStream, command, { resource: StreamArn })
    if (result.state !== 'ok') return unseenSource(result)
    const stream = asObject(result.output).StreamDescription
    if (!isObject(stream)) return malformed(context, describeStream, StreamArn)
    open += asArray(stream.Shards).filter((shard) => isOpen(asObject(shard))).length
    const next = asText(stream.LastEvaluatedShardId)
    if (next === undefined || next === ExclusiveStartShardId) return tableStream(known(open))
    ExclusiveStartShardId = next
  }
  return tableStream(failed('more pages of shards than the cap'))
}

const isOpen = (shard: JsonObject) =>
  asText(asObject(shard.SequenceNumberRange).EndingSequenceNumber) === undefined

function tableStream(shardCount: SourceFacts['shardCount']): SourceFacts {
  return {
    ...NO_QUEUE_FACTS,
    exists: known(true),
    retentionSeconds: known(TABLE_STREAM_SECONDS),
    shardCount,
    encrypted: known(true),
    kmsKeyId: absent(),
    unknownFields: [],
  }
}

function malformed(context: CollectorContext, operation: Operation, resource: string): SourceFacts {
  const message = 'the answer describes no stream'
  context.report.addProblem(operation, { state: 'malformed', code: 'MalformedAnswer', message }, resource)
  return unseenSource({ state: 'failed', code: 'MalformedAnswer', message })
}
