import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { type ConfigurationNeed, targetNeeds } from './configuration-need.ts'

const NETWORK: string[] = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
]
const SECRETS: string[] = ['secretsmanager:GetSecretValue', 'kms:Decrypt']
const KAFKA_CLUSTER: string[] = [
  'kafka-cluster:Connect',
  'kafka-cluster:DescribeClusterDynamicConfiguration',
  'kafka-cluster:DescribeTopic',
  'kafka-cluster:ReadData',
  'kafka-cluster:DescribeGroup',
  'kafka-cluster:AlterGroup',
]

/** What Lambda's poller needs of the function's role to read a source. Source: Lambda developer guide, event source mappings. */
export function mappingNeeds(mapping: EventSourceMappingRecord, functionName: string): ConfigurationNeed[] {
  const arn = valueOr(mapping.eventSourceArn, '') || undefined
  const text = `mapping of ${functionName} to ${arn ?? mapping.sourceType}`
  const onFailure = valueOr(mapping.onFailureArn, '')
  return [
    ...sourceNeeds(mapping.sourceType, arn, text),
    ...(onFailure ? targetNeeds(onFailure, `destination on failure of the ${text}`) : []),
  ]
}

function sourceNeeds(sourceType: string, arn: string | undefined, text: string): ConfigurationNeed[] {
  const of = (actions: string[], resources: string[] | null): ConfigurationNeed => ({
    actions,
    resources: arn ? resources : null,
    text,
  })
  const perhaps = (actions: string[]): ConfigurationNeed => ({
    actions,
    resources: null,
    text,
    perhaps: true,
  })
  const source = arn ?? ''
  switch (sourceType) {
    case 'sqs':
      return [
        of(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [source]),
        { ...of(['sqs:ChangeMessageVisibility'], [source]), perhaps: true },
        perhaps(['kms:Decrypt']),
      ]
    case 'kinesis':
      return [
        of(
          ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:ListShards'],
          [streamOf(source)],
        ),
        {
          ...of(
            ['kinesis:DescribeStreamSummary', 'kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer'],
            [streamOf(source), `${streamOf(source)}/consumer/*`],
          ),
          perhaps: true,
        },
        perhaps(['kinesis:ListStreams', 'kms:Decrypt']),
      ]
    case 'dynamodb':
      return [
        of(
          ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
          [tableStreams(source)],
        ),
        of(['dynamodb:ListStreams'], null),
        perhaps(['kms:Decrypt']),
      ]
    case 'kafka':
      return [
        ...(parseArn(source)?.service === 'kafka'
          ? [of(['kafka:DescribeCluster', 'kafka:GetBootstrapBrokers'], [source])]
          : []),
        perhaps(['kafka:DescribeClusterV2', 'kafka:ListScramSecrets', ...KAFKA_CLUSTER]),
        perhaps([...NETWORK, ...SECRETS]),
      ]
    case 'mq':
      return [
        of(['mq:DescribeBroker'], [source]),
        of(['secretsmanager:GetSecretValue'], null),
        of(NETWORK, null),
        perhaps(['kms:Decrypt']),
      ]
    case 'documentdb':
      return [
        of(['rds:DescribeDBClusters', 'rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups'], null),
        of(['secretsmanager:GetSecretValue'], null),
        of(NETWORK, null),
        perhaps(['kms:Decrypt']),
      ]
    default:
      return []
  }
}

/** The stream of a consumer's ARN. */
function streamOf(arn: string): string {
  return arn.replace(/\/consumer\/.*$/, '')
}

/** A stream's ARN has the time at which it was switched on; all streams of the table, so that a new one works. */
function tableStreams(arn: string): string {
  return arn.replace(/\/stream\/.*$/, '/stream/*')
}
