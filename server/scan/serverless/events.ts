import { asArray, asObject, asText, isObject } from '#server/domain/json.ts'
import type { Place } from '#server/scan/source/places.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { type Convert, define, type Gathered, main, permit, type SamEvent, type Values } from './gathered.ts'
import { http, httpApi, websocket } from './http-events.ts'
import { normalized } from './logical-ids.ts'

const filters = (patterns: unknown) =>
  patterns === undefined
    ? {}
    : {
        FilterCriteria: {
          Filters: asArray(patterns).map((Pattern) => ({
            Pattern: isObject(Pattern) ? JSON.stringify(Pattern) : Pattern,
          })),
        },
      }

function mapped(from: Values): Values {
  const { functionResponseType: response, destinations, enabled } = from
  const onFailure = asObject(destinations).onFailure
  return {
    BatchSize: from.batchSize,
    MaximumBatchingWindowInSeconds: from.maximumBatchingWindow ?? from.batchWindow,
    StartingPosition: from.startingPosition ?? 'TRIM_HORIZON',
    MaximumRetryAttempts: from.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: from.maximumRecordAgeInSeconds,
    BisectBatchOnFunctionError: from.bisectBatchOnFunctionError,
    ParallelizationFactor: from.parallelizationFactor,
    Enabled: enabled,
    ...filters(from.filterPatterns),
    ...(from.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: from.maximumConcurrency } }),
    ...(response === undefined ? {} : { FunctionResponseTypes: [response] }),
    ...(onFailure === undefined
      ? {}
      : {
          DestinationConfig: {
            OnFailure: { Destination: isObject(onFailure) ? (onFailure.arn ?? onFailure) : onFailure },
          },
        }),
  }
}

const allow = (to: Gathered, actions: string, Resource: unknown) =>
  to.statements.push({ Effect: 'Allow', Action: actions.split(' '), Resource })

const sqs: Convert = (context) => {
  const arn = main(context, 'arn')
  allow(context.to, 'sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes', arn)
  const { StartingPosition: _, ...properties } = mapped(context.from)
  return [{ Type: 'SQS', Properties: { Queue: arn, ...properties } }]
}

const stream: Convert = (context) => {
  const arn = main(context, 'arn')
  const isDynamo = context.from.type === 'dynamodb' || /:dynamodb:/.test(JSON.stringify(arn) ?? '')
  const service = isDynamo ? 'dynamodb' : 'kinesis'
  allow(
    context.to,
    `${service}:GetRecords ${service}:GetShardIterator ${service}:DescribeStream ${service}:ListStreams`,
    arn,
  )
  return [{ Type: isDynamo ? 'DynamoDB' : 'Kinesis', Properties: { Stream: arn, ...mapped(context.from) } }]
}

const s3: Convert = (context) => {
  const { from, to, place } = context
  const bucket = main(context, 'bucket')
  const name = asText(bucket)
  const rules = asArray(from.rules).flatMap((rule) =>
    Object.entries(asObject(rule)).map(([Name, Value]) => ({ Name, Value })),
  )
  const id = name && from.existing !== true ? `S3Bucket${normalized(name)}` : undefined
  if (id) define(to, id, 'AWS::S3::Bucket', { BucketName: name }, place)
  return [
    {
      Type: 'S3',
      Properties: {
        Bucket: id ? { Ref: id } : bucket,
        Events: asArray([from.event ?? 's3:ObjectCreated:*'].flat()),
        ...(rules.length === 0 ? {} : { Filter: { S3Key: { Rules: rules } } }),
      },
    },
  ]
}

const sns: Convert = (context) => {
  const { from, to, place } = context
  const topic = main(context, 'arn', 'topicName')
  const name = asText(topic)
  const isOwn = name !== undefined && !name.startsWith('arn:')
  const id = `SNSTopic${normalized(name ?? '')}`
  if (isOwn) define(to, id, 'AWS::SNS::Topic', { TopicName: name }, place)
  const { filterPolicy: FilterPolicy, redrivePolicy: redrive } = from
  const target = asObject(redrive).deadLetterTargetArn
  return [
    {
      Type: 'SNS',
      Properties: {
        Topic: isOwn ? { Ref: id } : topic,
        ...(FilterPolicy === undefined ? {} : { FilterPolicy }),
        ...(redrive === undefined
          ? {}
          : { RedrivePolicy: { deadLetterTargetArn: target ?? unknownText('redrivePolicy') } }),
      },
    },
  ]
}

const schedule: Convert = (context) => {
  const { from } = context
  const rates = asArray([main(context, 'rate')].flat())
  const isScheduler = from.method === 'scheduler'
  return rates.map((rate) => ({
    Type: isScheduler ? 'ScheduleV2' : 'Schedule',
    Properties: {
      [isScheduler ? 'ScheduleExpression' : 'Schedule']: rate,
      ...(from.enabled === undefined
        ? {}
        : isScheduler
          ? { State: from.enabled ? 'ENABLED' : 'DISABLED' }
          : { Enabled: from.enabled }),
    },
  }))
}

const eventBridge: Convert = ({ from }) => {
  const retry = asObject(from.retryPolicy)
  return [
    {
      Type: 'EventBridgeRule',
      Properties: {
        ...(from.eventBus === undefined ? {} : { EventBusName: from.eventBus }),
        ...(from.pattern === undefined ? {} : { Pattern: from.pattern }),
        ...(from.event === undefined ? {} : { Pattern: from.event }),
        ...(from.schedule === undefined ? {} : { Schedule: from.schedule }),
        ...(from.enabled === false ? { State: 'DISABLED' } : {}),
        ...(from.deadLetterQueueArn === undefined
          ? {}
          : { DeadLetterConfig: { Arn: from.deadLetterQueueArn } }),
        ...(from.retryPolicy === undefined
          ? {}
          : {
              RetryPolicy: {
                MaximumRetryAttempts: retry.maximumRetryAttempts,
                MaximumEventAgeInSeconds: retry.maximumEventAge,
              },
            }),
      },
    },
  ]
}

const cognito: Convert = ({ from, to, place }) => {
  const name = asText(from.pool)
  const id = name && from.existing !== true ? `CognitoUserPool${normalized(name)}` : undefined
  if (id) define(to, id, 'AWS::Cognito::UserPool', { UserPoolName: name }, place)
  return [{ Type: 'Cognito', Properties: { UserPool: id ? { Ref: id } : from.pool, Trigger: from.trigger } }]
}

const logs: Convert = (context) => [
  {
    Type: 'CloudWatchLogs',
    Properties: { LogGroupName: main(context, 'logGroup'), FilterPattern: context.from.filter ?? '' },
  },
]

const polled =
  (Type: string, source: string): Convert =>
  ({ from }) => [
    {
      Type,
      Properties: {
        [source]: from.arn,
        ...mapped(from),
        ...(from.topic === undefined ? {} : { Topics: [from.topic] }),
        ...(from.queue === undefined ? {} : { Queues: [from.queue] }),
      },
    },
  ]

const alb: Convert = ({ to, function: key, name, place }) => {
  permit(to, key, `${name}Alb`, 'elasticloadbalancing.amazonaws.com', place)
  return []
}

const CONVERT: Record<string, Convert> = {
  http,
  httpApi,
  websocket,
  sqs,
  stream,
  s3,
  sns,
  schedule,
  eventBridge,
  cloudwatchEvent: eventBridge,
  cognitoUserPool: cognito,
  cloudwatchLog: logs,
  iot: () => [{ Type: 'IoTRule', Properties: {} }],
  alexaSkill: (context) => [{ Type: 'AlexaSkill', Properties: { SkillId: main(context, 'appId') } }],
  alexaSmartHome: (context) => [{ Type: 'AlexaSkill', Properties: { SkillId: main(context, 'appId') } }],
  msk: polled('MSK', 'Stream'),
  kafka: polled('SelfManagedKafka', 'EventSourceArn'),
  activemq: polled('MQ', 'Broker'),
  rabbitmq: polled('MQ', 'Broker'),
  alb,
}

/** SAM's events for one event of serverless.yml; what else it makes goes to `to`. */
export function convertEvent(
  event: unknown,
  key: string,
  index: number,
  place: Place,
  to: Gathered,
): SamEvent[] {
  const [type = '', value] =
    typeof event === 'string' ? [event, undefined] : (Object.entries(asObject(event))[0] ?? [])
  const convert = Object.hasOwn(CONVERT, type) ? CONVERT[type] : undefined
  if (!convert) {
    to.problems.add('note', `The event ${type || index + 1} of ${key} is of a type that is not known.`, place)
    return []
  }
  return convert({ value, from: asObject(value), function: key, place, to, name: `Event${index}` })
}
