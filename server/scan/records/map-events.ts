import { absent, known } from '#server/domain/field.ts'
import { asArray, asObject } from '#server/domain/json.ts'
import type { BucketNotification, BucketRecord } from '#server/domain/records/bucket-record.ts'
import type { EventBusRecord } from '#server/domain/records/event-bus-record.ts'
import type { EventRuleRecord, EventRuleTarget } from '#server/domain/records/event-rule-record.ts'
import type { LogSubscriptionRecord } from '#server/domain/records/log-subscription-record.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import { globalHome, recordHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText } from '#server/scan/template/unknown.ts'
import { joinedPolicy } from './policies.ts'
import {
  asCount,
  asFlag,
  listIn,
  notYet,
  type Properties,
  plainText,
  readCount,
  readIn,
  readText,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'

export function mapRules(stack: Stack): Mapped[] {
  return stack.of('AWS::Events::Rule').map((of) => {
    const from = of.properties
    const pattern = from.EventPattern
    const record: EventRuleRecord = {
      kind: 'event-rule',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      bus: (textIn(from.EventBusName) || 'default').split('/').pop() ?? 'default',
      state: readText(from, 'State', 'ENABLED'),
      schedule: readText(from, 'ScheduleExpression'),
      pattern:
        pattern === undefined
          ? absent()
          : known(typeof pattern === 'string' ? textIn(pattern) : JSON.stringify(pattern)),
      managedBy: absent(),
      targets: isUnknownText(from.Targets)
        ? notYet()
        : known(listIn(from.Targets).map((one) => readTarget(asObject(one)))),
    }
    return { record, of }
  })
}

function readTarget(from: Properties): EventRuleTarget {
  const retry = asObject(from.RetryPolicy)
  const deadLetterArn = textIn(asObject(from.DeadLetterConfig).Arn)
  const attempts = asCount(retry.MaximumRetryAttempts)
  const age = asCount(retry.MaximumEventAgeInSeconds)
  return {
    id: textIn(from.Id),
    arn: textIn(from.Arn),
    ...(deadLetterArn ? { deadLetterArn } : {}),
    ...(attempts === undefined ? {} : { maximumRetryAttempts: attempts }),
    ...(age === undefined ? {} : { maximumEventAgeSeconds: age }),
  }
}

export function mapSchedules(stack: Stack): Mapped[] {
  return stack.of('AWS::Scheduler::Schedule').flatMap((of) => {
    const from = of.properties
    const target = asObject(from.Target)
    const isFunction = stack.functionNamed(target.Arn) !== undefined && /:lambda:/.test(textIn(target.Arn))
    if (!isFunction && !isUnknownText(target.Arn)) return []
    const retry = asObject(target.RetryPolicy)
    const record: ScheduleRecord = {
      kind: 'schedule',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      group: plainText(from.GroupName) ?? 'default',
      state: readText(from, 'State', 'ENABLED'),
      expression: readText(from, 'ScheduleExpression'),
      targetArn: readText(target, 'Arn'),
      roleArn: readText(target, 'RoleArn'),
      deadLetterArn: readIn(target, 'DeadLetterConfig', (config) => readText(config, 'Arn')),
      maximumRetryAttempts: readCount(retry, 'MaximumRetryAttempts'),
      maximumEventAgeSeconds: readCount(retry, 'MaximumEventAgeInSeconds'),
    }
    return [{ record, of }]
  })
}

/** Notifications in the bucket's own form: functions, events, and rules of prefix and suffix. */
function readNotifications(from: Properties): BucketNotification[] {
  const configurations = listIn(asObject(from.NotificationConfiguration).LambdaConfigurations).map(asObject)
  return configurations.map((one, index) =>
    readNotification(`n${index}`, textIn(one.Function), listIn(one.Event), one.Filter),
  )
}

function readNotification(
  id: string,
  functionArn: string,
  events: unknown[],
  filter: unknown,
): BucketNotification {
  const rules = asArray(asObject(asObject(filter).S3Key).Rules).map(asObject)
  const rule = (name: string) => textIn(rules.find((one) => textIn(one.Name).toLowerCase() === name)?.Value)
  return {
    id,
    functionArn,
    events: events.map(textIn),
    ...(rule('prefix') ? { prefix: rule('prefix') } : {}),
    ...(rule('suffix') ? { suffix: rule('suffix') } : {}),
  }
}

function blocksPublic(from: Properties): BucketRecord['blocksPublicPolicy'] {
  // Buckets made since April 2023 block public policies unless they say otherwise.
  if (from.PublicAccessBlockConfiguration === undefined) return known(true)
  const block = asObject(from.PublicAccessBlockConfiguration)
  const set = (name: string) => asFlag(block[name] ?? false) === true
  return readIn(from, 'PublicAccessBlockConfiguration', () =>
    known(set('BlockPublicPolicy') || set('RestrictPublicBuckets')),
  )
}

export function mapBuckets(stack: Stack): Mapped[] {
  return stack.of('AWS::S3::Bucket').map((of) => {
    const from = of.properties
    const policies = stack.naming('AWS::S3::BucketPolicy', 'Bucket', [of.name])
    const events = stack.naming('Scan::S3::Notification', 'Bucket', [of.name])
    const configuration = asObject(from.NotificationConfiguration)
    const record: BucketRecord = {
      kind: 'bucket',
      ...globalHome(stack.home),
      arn: of.arn,
      name: of.name,
      bucketRegion: known(stack.home.region),
      notifications: isUnknownText(from.NotificationConfiguration)
        ? notYet()
        : known([
            ...readNotifications(from),
            ...events.map(({ id, properties: one }) =>
              readNotification(id, textIn(one.Function), listIn(one.Events), one.Filter),
            ),
          ]),
      eventBridge:
        configuration.EventBridgeConfiguration === undefined
          ? known(false)
          : known(
              asFlag(asObject(configuration.EventBridgeConfiguration).EventBridgeEnabled ?? true) === true,
            ),
      policy:
        joinedPolicy([
          ...listIn(from.Policy),
          ...policies.map(({ properties }) => properties.PolicyDocument),
        ]) ?? absent(),
      blocksPublicPolicy: blocksPublic(from),
    }
    return { record, of, also: [...policies, ...events] }
  })
}

export function mapTopics(stack: Stack): Mapped[] {
  return stack.of('AWS::SNS::Topic').map((of) => {
    const policies = stack.naming('AWS::SNS::TopicPolicy', 'Topics', [of.arn])
    const record: TopicRecord = {
      kind: 'topic',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      policy:
        joinedPolicy([
          ...listIn(of.properties.Policy),
          ...policies.map(({ properties }) => properties.PolicyDocument),
        ]) ?? absent(),
      kmsKeyId: readText(of.properties, 'KmsMasterKeyId'),
    }
    return { record, of, also: policies }
  })
}

/** Subscriptions of functions: in resources of their own, and in the topic's. */
export function mapSubscriptions(stack: Stack): Mapped[] {
  const inTopics = stack.of('AWS::SNS::Topic').flatMap((of) =>
    asArray(of.properties.Subscription).map((one, index) => ({
      of,
      id: `${of.id}-${index}`,
      from: { ...asObject(one), TopicArn: of.arn } as Properties,
    })),
  )
  const own = stack.of('AWS::SNS::Subscription').map((of) => ({ of, id: of.id, from: of.properties }))
  return [...own, ...inTopics].flatMap(({ of, id, from }) => {
    if (textIn(from.Protocol) !== 'lambda') return []
    const topicArn = textIn(from.TopicArn)
    const filter = from.FilterPolicy
    const redrive = from.RedrivePolicy
    const record: TopicSubscriptionRecord = {
      kind: 'topic-subscription',
      ...recordHome(stack.home),
      arn: `${topicArn}:${id}`,
      name: topicArn.split(':').pop() ?? topicArn,
      topicArn,
      functionArn: textIn(from.Endpoint),
      filterPolicy: filter === undefined ? absent() : known(JSON.stringify(filter)),
      deadLetterArn: redrive === undefined ? absent() : readText(asObject(redrive), 'deadLetterTargetArn'),
      pendingConfirmation: known(false),
    }
    return [{ record, of }]
  })
}

export function mapLogSubscriptions(stack: Stack): Mapped[] {
  const { region, accountId, partition } = stack.home
  return stack.of('AWS::Logs::SubscriptionFilter').flatMap((of: TemplateResource) => {
    const from = of.properties
    const target = stack.functionNamed(from.DestinationArn)
    if (!target || !/:lambda:/.test(textIn(from.DestinationArn))) return []
    const logGroup = textIn(from.LogGroupName)
    const record: LogSubscriptionRecord = {
      kind: 'log-subscription',
      ...recordHome(stack.home),
      arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:subscription-filter:${of.id}`,
      name: of.id,
      logGroup,
      functionArn: textIn(from.DestinationArn),
      pattern: readText(from, 'FilterPattern'),
    }
    return [{ record, of }]
  })
}

/** Policies of event buses: whole ones, and statements of the older kind. */
export function mapEventBuses(stack: Stack): Mapped[] {
  return stack.of('AWS::Events::EventBus').map((of) => {
    const more = stack.naming('AWS::Events::EventBusPolicy', 'EventBusName', [of.name])
    const documents = [
      ...(of.properties.Policy === undefined ? [] : [of.properties.Policy]),
      ...more.map(({ id, properties }) => ({ Statement: [busStatement(id, of.arn, properties)] })),
    ]
    const record: EventBusRecord = {
      kind: 'event-bus',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      policy: joinedPolicy(documents) ?? absent(),
    }
    return { record, of, also: more }
  })
}

function busStatement(id: string, arn: string, from: Properties): unknown {
  if (from.Statement !== undefined) return from.Statement
  const principal = from.Principal
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: from.Action ?? 'events:PutEvents',
    Resource: arn,
    ...(from.Condition === undefined
      ? {}
      : {
          Condition: {
            [textIn(asObject(from.Condition).Type)]: {
              [textIn(asObject(from.Condition).Key)]: asObject(from.Condition).Value,
            },
          },
        }),
  }
}
