import { asObject, asText } from '#server/domain/json.ts'
import { type Expansion, type Origin, type Properties, pick, sub } from './expansion.ts'
import { expandApiEvent, expandHttpApiEvent } from './sam-api-events.ts'
import type { Target } from './sam-function.ts'

export type SamEvent = {
  functionId: string
  name: string
  type: string
  properties: Properties
  target: Target
}

/** Sources that Lambda itself reads: the property that names them, and the managed policy that SAM adds. */
export const POLLED_SOURCES: Record<string, { source: string; policy?: string }> = {
  SQS: { source: 'Queue', policy: 'AWSLambdaSQSQueueExecutionRole' },
  Kinesis: { source: 'Stream', policy: 'AWSLambdaKinesisExecutionRole' },
  DynamoDB: { source: 'Stream', policy: 'AWSLambdaDynamoDBExecutionRole' },
  MSK: { source: 'Stream', policy: 'AWSLambdaMSKExecutionRole' },
  MQ: { source: 'Broker' },
  DocumentDB: { source: 'Cluster' },
  SelfManagedKafka: { source: 'EventSourceArn' },
}

/** Adds the permission by which a service may call the function. */
export function permit(
  { functionId, name, target }: SamEvent,
  principal: string,
  source: Properties,
  origin: Origin,
  to: Expansion,
): void {
  to.emit(
    `${functionId}${name}Permission`,
    'AWS::Lambda::Permission',
    { FunctionName: target.arn, Action: 'lambda:InvokeFunction', Principal: principal, ...source },
    origin,
  )
}

type Expand = (event: SamEvent, origin: Origin, to: Expansion) => void

const polled: Expand = (event, origin, to) => {
  const { functionId, name, type, properties, target } = event
  const { source } = POLLED_SOURCES[type] ?? { source: 'EventSourceArn' }
  const { KafkaBootstrapServers: servers } = properties
  to.emit(
    `${functionId}${name}`,
    'AWS::Lambda::EventSourceMapping',
    {
      ...properties,
      FunctionName: target.arn,
      EventSourceArn: properties[source],
      ...(servers ? { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers } } } : {}),
    },
    origin,
  )
}

const bucket: Expand = (event, origin, to) => {
  const { functionId, name, properties, target } = event
  permit(event, 's3.amazonaws.com', { SourceAccount: { Ref: 'AWS::AccountId' } }, origin, to)
  to.emit(
    `${functionId}${name}Notification`,
    'Scan::S3::Notification',
    { ...pick(properties, 'Bucket', 'Events', 'Filter'), Function: target.arn },
    origin,
  )
}

const topic: Expand = (event, origin, to) => {
  const { functionId, name, properties, target } = event
  const { Topic: TopicArn, SqsSubscription: through } = properties
  const id = `${functionId}${name}`
  if (through) {
    const own = asObject(through)
    const made = own.QueueArn === undefined
    if (made) to.emit(`${id}Queue`, 'AWS::SQS::Queue', {}, origin)
    const EventSourceArn = own.QueueArn ?? { 'Fn::GetAtt': [`${id}Queue`, 'Arn'] }
    to.emit(
      `${id}EventSourceMapping`,
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: target.arn, EventSourceArn, ...pick(own, 'BatchSize', 'Enabled') },
      origin,
    )
    return
  }
  permit(event, 'sns.amazonaws.com', { SourceArn: TopicArn }, origin, to)
  to.emit(
    id,
    'AWS::SNS::Subscription',
    {
      TopicArn,
      Protocol: 'lambda',
      Endpoint: target.arn,
      ...pick(properties, 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy', 'Region'),
    },
    origin,
  )
}

const stateOf = ({ State, Enabled }: Properties) =>
  State ?? (Enabled === undefined ? 'ENABLED' : String(Enabled) === 'false' ? 'DISABLED' : 'ENABLED')

const rule: Expand = (event, origin, to) => {
  const { functionId, name, properties, target } = event
  const id = `${functionId}${name}`
  const deadLetter = asObject(properties.DeadLetterConfig)
  to.emit(
    id,
    'AWS::Events::Rule',
    {
      ...pick(
        properties,
        'Name',
        'Description',
        'EventBusName',
        ['Pattern', 'EventPattern'],
        ['Schedule', 'ScheduleExpression'],
      ),
      State: stateOf(properties),
      Targets: [
        {
          Id: asText(asObject(properties.Target).Id) ?? `${id}LambdaTarget`,
          Arn: target.arn,
          ...pick(properties, 'RetryPolicy', 'Input', 'InputPath'),
          ...(deadLetter.Arn === undefined ? {} : { DeadLetterConfig: deadLetter }),
        },
      ],
    },
    origin,
  )
  permit(event, 'events.amazonaws.com', { SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } }, origin, to)
}

const schedule: Expand = ({ functionId, name, properties, target }, origin, to) => {
  const id = `${functionId}${name}`
  const made = properties.RoleArn === undefined
  if (made)
    to.emit(
      `${id}Role`,
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sts:AssumeRole'],
              Principal: { Service: ['scheduler.amazonaws.com'] },
            },
          ],
        },
        Policies: [
          {
            PolicyName: `${id}Policy`,
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: target.arn }],
            },
          },
        ],
      },
      origin,
    )
  to.emit(
    id,
    'AWS::Scheduler::Schedule',
    {
      ...pick(properties, 'Name', 'GroupName', 'ScheduleExpression'),
      State: stateOf(properties),
      Target: {
        Arn: target.arn,
        RoleArn: properties.RoleArn ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        ...pick(properties, 'DeadLetterConfig', 'RetryPolicy'),
      },
    },
    origin,
  )
}

const userPool: Expand = (event, origin, to) => {
  const { functionId, name, properties, target } = event
  const pool = properties.UserPool
  const id = typeof pool === 'object' && pool !== null && 'Ref' in pool ? String(pool.Ref) : undefined
  const SourceArn = id ? { 'Fn::GetAtt': [id, 'Arn'] } : pool
  permit(event, 'cognito-idp.amazonaws.com', { SourceArn }, origin, to)
  to.emit(
    `${functionId}${name}Trigger`,
    'Scan::Cognito::Trigger',
    { UserPool: pool, Trigger: properties.Trigger, Function: target.arn },
    origin,
  )
}

const logs: Expand = (event, origin, to) => {
  const { functionId, name, properties, target } = event
  const SourceArn = sub('arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<Group>:*', {
    Group: properties.LogGroupName,
  })
  permit(event, 'logs.amazonaws.com', { SourceArn }, origin, to)
  to.emit(
    `${functionId}${name}`,
    'AWS::Logs::SubscriptionFilter',
    { ...pick(properties, 'LogGroupName', 'FilterPattern'), DestinationArn: target.arn },
    origin,
  )
}

const iot: Expand = (event, origin, to) => {
  const { functionId, name } = event
  const SourceArn = sub(`arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:rule/${functionId}${name}`)
  permit(event, 'iot.amazonaws.com', { SourceArn }, origin, to)
}

const alexa: Expand = (event, origin, to) => {
  const { SkillId: EventSourceToken } = event.properties
  permit(
    event,
    'alexa-appkit.amazon.com',
    EventSourceToken === undefined ? {} : { EventSourceToken },
    origin,
    to,
  )
}

const EVENTS: Record<string, Expand> = {
  Api: expandApiEvent,
  HttpApi: expandHttpApiEvent,
  S3: bucket,
  SNS: topic,
  Schedule: rule,
  ScheduleV2: schedule,
  EventBridgeRule: rule,
  CloudWatchEvent: rule,
  Cognito: userPool,
  CloudWatchLogs: logs,
  IoTRule: iot,
  AlexaSkill: alexa,
  ...Object.fromEntries(Object.keys(POLLED_SOURCES).map((type) => [type, polled])),
}

/** Makes of an event of a function the resources that SAM makes of it. */
export function expandEvent(event: SamEvent, origin: Origin, to: Expansion): void {
  const expand = Object.hasOwn(EVENTS, event.type) ? EVENTS[event.type] : undefined
  if (expand) expand(event, origin, to)
  else
    to.problems.add(
      'note',
      `The event ${event.name} of ${event.functionId} is of a type that is not known: ${event.type || 'none'}.`,
      origin.place,
    )
}
