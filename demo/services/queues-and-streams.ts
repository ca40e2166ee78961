import { queuesOf, streamsOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { type Call, type Operation, partitionOf } from './call.ts'
import { eventQueueAttributes, eventQueueOperations, isEventQueue } from './event-queue.ts'

const noQueue = () =>
  new AwsError('com.amazonaws.sqs#QueueDoesNotExist', 400, 'The specified queue does not exist.')

function findQueue(call: Call, arn: string) {
  const queue = queuesOf(partitionOf(call)).get(arn)
  if (!queue) throw noQueue()
  return queue
}

const queueArn = (call: Call, account: string, name: string) =>
  `arn:aws:sqs:${call.region}:${account}:${name}`

function getQueueUrl(call: Call): unknown {
  const account = String(call.input.QueueOwnerAWSAccountId ?? call.account.id)
  const name = String(call.input.QueueName ?? '')
  if (account !== call.account.id)
    throw new AwsError('AccessDeniedException', 403, `Access to the resource ${name} is denied.`)
  findQueue(call, queueArn(call, account, name))
  return { QueueUrl: `https://sqs.${call.region}.amazonaws.com/${account}/${name}` }
}

function askedOf(call: Call, all: Record<string, string>): unknown {
  const wanted = Array.isArray(call.input.AttributeNames) ? call.input.AttributeNames : []
  const asked = Object.entries(all).filter(([name]) => wanted.includes(name) || wanted.includes('All'))
  return { Attributes: Object.fromEntries(asked) }
}

function getQueueAttributes(call: Call): unknown {
  if (isEventQueue(call)) return askedOf(call, eventQueueAttributes(call))
  const [account = '', name = ''] = String(call.input.QueueUrl ?? '')
    .split('/')
    .slice(-2)
  const queue = findQueue(call, queueArn(call, account, name))
  const redrive = { deadLetterTargetArn: queue.redriveArn, maxReceiveCount: queue.maxReceiveCount }
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    MaximumMessageSize: '262144',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: String(queue.encrypted && queue.kmsKeyId === undefined),
    ...(queue.kmsKeyId ? { KmsMasterKeyId: queue.kmsKeyId, KmsDataKeyReusePeriodSeconds: '300' } : {}),
    ...(queue.policy ? { Policy: queue.policy } : {}),
    ...(queue.redriveArn ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
  }
  return askedOf(call, all)
}

function findStream(call: Call, arn: string) {
  const stream = streamsOf(partitionOf(call)).get(arn)
  const message = `Stream ${arn} under account ${call.account.id} not found.`
  if (!stream) throw new AwsError('ResourceNotFoundException', 400, message)
  return stream
}

function describeStreamSummary(call: Call): unknown {
  const { region, account, input } = call
  const arn = String(input.StreamARN ?? `arn:aws:kinesis:${region}:${account.id}:stream/${input.StreamName}`)
  const stream = findStream(call, arn)
  return {
    StreamDescriptionSummary: {
      StreamName: stream.name,
      StreamARN: stream.arn,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      RetentionPeriodHours: stream.retentionHours,
      StreamCreationTimestamp: new Date(Date.UTC(2024, 1, 5)),
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: stream.encrypted ? 'KMS' : 'NONE',
      ...(stream.encrypted ? { KeyId: 'alias/aws/kinesis' } : {}),
      OpenShardCount: stream.shards,
      ConsumerCount: 0,
    },
  }
}

/** Every stream has a closed shard besides its open ones. */
function describeStream(call: Call): unknown {
  const stream = findStream(call, String(call.input.StreamArn ?? ''))
  const shard = (i: number, ended: boolean) => ({
    ShardId: `shardId-0000000${1_700_000_000 + i}-00000000`,
    SequenceNumberRange: {
      StartingSequenceNumber: String(100 + i),
      ...(ended ? { EndingSequenceNumber: String(200 + i) } : {}),
    },
  })
  const shards = Array.from({ length: stream.shards + 1 }, (_, i) => shard(i, i === 0))
  const from = shards.findIndex(({ ShardId }) => ShardId === call.input.ExclusiveStartShardId) + 1
  const size = Number(call.input.Limit ?? 100)
  const page = shards.slice(from, from + size)
  return {
    StreamDescription: {
      StreamArn: stream.arn,
      StreamLabel: stream.arn.split('/').at(-1),
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      TableName: stream.name,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      CreationRequestDateTime: new Date(Date.UTC(2025, 2, 1)),
      Shards: page,
      LastEvaluatedShardId: from + size < shards.length ? page.at(-1)?.ShardId : undefined,
    },
  }
}

export const sqsOperations: Record<string, Operation> = {
  GetQueueUrl: { bucket: { name: 'sqs', perSecond: 100 }, run: getQueueUrl },
  GetQueueAttributes: { bucket: { name: 'sqs', perSecond: 100 }, run: getQueueAttributes },
  ...eventQueueOperations,
}
export const kinesisOperations: Record<string, Operation> = {
  DescribeStreamSummary: { bucket: { name: 'kinesis', perSecond: 20 }, run: describeStreamSummary },
}
export const dynamodbOperations: Record<string, Operation> = {
  DescribeStream: { bucket: { name: 'dynamodb-streams', perSecond: 10 }, run: describeStream },
}
