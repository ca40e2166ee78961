import { asArray, asObject, asText, isObject } from '#server/domain/json.ts'
import { sub } from '#server/scan/sam/expansion.ts'
import { type Place, setPlace } from '#server/scan/source/places.ts'
import type { Problems } from '#server/scan/source/problem.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { functionId, HTTP_API_ID, normalized, REST_API_ID, WEBSOCKETS_ID } from './logical-ids.ts'

type Values = Record<string, unknown>
type SamEvent = { Type: string; Properties: Values }

/** What the events of all functions bring along. */
export type Gathered = {
  resources: Values
  restAuthorizers: Values
  httpAuthorizers: Values
  statements: unknown[]
  apis: Set<'rest' | 'http' | 'websocket'>
  problems: Problems
}

/** One event of one function. */
type Context = { value: unknown; from: Values; function: string; place: Place; to: Gathered; name: string }
type Convert = (context: Context) => SamEvent[]

const arnOfFunction = (key: string) => ({ 'Fn::GetAtt': [functionId(key), 'Arn'] })

/** An event that is a text alone says its main member. */
const main = ({ value, from }: Context, ...names: string[]): unknown =>
  isObject(value) ? names.map((name) => from[name]).find((one) => one !== undefined) : value

function route(context: Context): { method: string; path: string } {
  const text = typeof context.value === 'string' ? context.value : undefined
  if (text === '*') return { method: 'ANY', path: '$default' }
  const [method = 'ANY', path = '/'] = text?.split(/\s+/) ?? []
  const given = asText(context.from.path) ?? path
  return {
    method: (asText(context.from.method) ?? method).toUpperCase().replace('*', 'ANY'),
    path: given === '*' ? '$default' : given.startsWith('/') ? given : `/${given}`,
  }
}

function restAuthorizer({ from, to }: Context): unknown {
  const given = from.authorizer
  if (given === undefined || given === null) return undefined
  const own = isObject(given) ? given : { name: given }
  const [name, arn, type] = [asText(own.name), own.arn, asText(own.type)?.toUpperCase()]
  if (type === 'AWS_IAM' || name?.toUpperCase() === 'AWS_IAM') return { Authorizer: 'AWS_IAM' }
  if (own.authorizerId !== undefined) return { Authorizer: unknownText('authorizerId') }
  const isArn = name?.startsWith('arn:')
  const target = arn ?? (isArn ? name : name === undefined ? undefined : arnOfFunction(name))
  const isPool = type === 'COGNITO_USER_POOLS' || /:cognito-idp:/.test(JSON.stringify(target) ?? '')
  const id = normalized(
    (isArn ? name?.split(/[:/]/).pop() : name) ?? asText(arn)?.split(/[:/]/).pop() ?? 'authorizer',
  )
  to.restAuthorizers[id] = isPool
    ? { UserPoolArn: target }
    : { FunctionArn: target, FunctionPayloadType: type === 'REQUEST' ? 'REQUEST' : 'TOKEN' }
  return { Authorizer: id, ...(own.scopes ? { AuthorizationScopes: own.scopes } : {}) }
}

const http: Convert = (context) => {
  const { from, to } = context
  to.apis.add('rest')
  const { method, path } = route(context)
  const auth = {
    ...asObject(restAuthorizer(context)),
    ...(from.private === true ? { ApiKeyRequired: true } : {}),
  }
  const properties = { RestApiId: { Ref: REST_API_ID }, Method: method, Path: path, Auth: auth }
  return [{ Type: 'Api', Properties: properties }]
}

const httpApi: Convert = (context) => {
  const { from, to } = context
  to.apis.add('http')
  const { method, path } = route(context)
  const given = from.authorizer
  const own = isObject(given) ? given : { name: given }
  const name = asText(own.name)
  const isIam = own.type === 'aws_iam' || name === 'aws_iam'
  const Auth = isIam
    ? { Authorizer: 'AWS_IAM' }
    : own.id === undefined
      ? { Authorizer: name, AuthorizationScopes: own.scopes }
      : { Authorizer: unknownText('authorizer') }
  return [
    {
      Type: 'HttpApi',
      Properties: {
        ApiId: { Ref: HTTP_API_ID },
        Method: method,
        Path: path,
        ...(given === undefined ? {} : { Auth }),
      },
    },
  ]
}

const websocket: Convert = (context) => {
  const { to, from, function: key, name, place } = context
  to.apis.add('websocket')
  const path = asText(main(context, 'route')) ?? '$default'
  const given = from.authorizer
  const isIam = given === 'aws_iam' || asObject(given).type === 'aws_iam'
  const properties = {
    ApiId: { Ref: WEBSOCKETS_ID },
    Method: 'ANY',
    Path: path.startsWith('$') ? path : `$${path}`,
    AuthorizationType: given === undefined ? 'NONE' : isIam ? 'AWS_IAM' : 'CUSTOM',
    Function: arnOfFunction(key),
  }
  define(to, `${normalized(key)}${name}WebsocketRoute`, 'Scan::Api::Route', properties, place)
  permit(to, key, `${name}Websocket`, 'apigateway.amazonaws.com', place, {
    SourceArn: sub('arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<Api>/*', {
      Api: { Ref: WEBSOCKETS_ID },
    }),
  })
  return []
}

function define(to: Gathered, id: string, Type: string, Properties: Values, place: Place): void {
  if (Object.hasOwn(to.resources, id)) return
  to.resources[id] = { Type, Properties }
  setPlace(to.resources, id, place)
}

function permit(
  to: Gathered,
  key: string,
  name: string,
  Principal: string,
  place: Place,
  more: Values = {},
): void {
  define(
    to,
    `${normalized(key)}${name}Permission`,
    'AWS::Lambda::Permission',
    { FunctionName: arnOfFunction(key), Action: 'lambda:InvokeFunction', Principal, ...more },
    place,
  )
}

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
