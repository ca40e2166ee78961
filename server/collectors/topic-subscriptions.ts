import { GetSubscriptionAttributesCommand, ListSubscriptionsCommand } from '@aws-sdk/client-sns'
import { call } from '#server/aws/call.ts'
import type { Operation } from '#server/aws/operation.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readEach, unreadable } from './read-each.ts'
import { readField, readText, type Shape, unknownMembers, unseen } from './read-field.ts'

const listSubscriptions: Operation = {
  service: 'sns',
  name: 'ListSubscriptions',
  permission: 'sns:ListSubscriptions',
  costUsd: 0,
  hides: 'which SNS topics call a function',
}
const getAttributes: Operation = {
  service: 'sns',
  name: 'GetSubscriptionAttributes',
  permission: 'sns:GetSubscriptionAttributes',
  costUsd: 0,
  hides: "an SNS subscription's filter, and where messages go that its function did not take",
}
const RESULT = 'ListSubscriptionsResult'

const ATTRIBUTES: Shape = {
  SubscriptionArn: true,
  TopicArn: true,
  Owner: true,
  Protocol: true,
  Endpoint: true,
  ConfirmationWasAuthenticated: true,
  PendingConfirmation: true,
  RawMessageDelivery: true,
  FilterPolicy: true,
  FilterPolicyScope: true,
  RedrivePolicy: true,
  DeliveryPolicy: true,
  EffectiveDeliveryPolicy: true,
  SubscriptionPrincipal: true,
  SubscriptionRoleArn: true,
  ReplayPolicy: true,
  ReplayStatus: true,
}

/** SNS subscriptions of functions: of any account's topic to this account's and region's owners. */
export const topicSubscriptions = defineCollector<TopicSubscriptionRecord>({
  id: 'topic-subscriptions',
  title: 'SNS subscriptions',
  scope: 'region',
  kind: 'topic-subscription',
  changedBy: ['sns.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [listSubscriptions, getAttributes],
  async *collect(context): Batches<TopicSubscriptionRecord> {
    let understood = true
    const paging = {
      operation: listSubscriptions,
      command: (NextToken: string | undefined) => new ListSubscriptionsCommand({ NextToken }),
      items: 'Subscriptions',
      token: 'NextToken',
      emptyAllowed: true,
      onAnswer: ({ xml }: { xml?: string }) => {
        if (xml?.includes(RESULT)) return
        const message = 'the answer is none of ListSubscriptions'
        understood = false
        context.report.addProblem(listSubscriptions, { state: 'malformed', code: 'MalformedPage', message })
      },
    }
    const { complete } = yield* readEach(context, paging, (item) => readSubscription(context, item))
    return { complete: complete && understood }
  },
})

async function readSubscription(
  context: CollectorContext,
  from: JsonObject,
): Promise<TopicSubscriptionRecord | undefined> {
  if (from.Protocol !== 'lambda') return undefined
  const topicArn = asText(from.TopicArn)
  const functionArn = asText(from.Endpoint)
  const listedArn = asText(from.SubscriptionArn)
  if (topicArn === undefined || functionArn === undefined || listedArn === undefined)
    throw unreadable('an SNS subscription of a function')
  const isConfirmed = listedArn.startsWith('arn:')
  const attributes: Field<JsonObject> = isConfirmed
    ? await readAttributes(context, listedArn)
    : failed('not confirmed yet')
  const inAttributes = <T>(read: (from: JsonObject) => Field<T>): Field<T> =>
    attributes.state === 'known' ? read(attributes.value) : attributes
  return {
    kind: 'topic-subscription',
    arn: isConfirmed ? listedArn : `${topicArn}:${listedArn}:${functionArn}`,
    name: parseArn(topicArn)?.resource ?? topicArn,
    accountId: context.account.id,
    region: context.region,
    topicArn,
    functionArn,
    filterPolicy: inAttributes((found) => readText(found, 'FilterPolicy')),
    deadLetterArn: inAttributes(readDeadLetter),
    pendingConfirmation: isConfirmed
      ? inAttributes((found) => readField(found, 'PendingConfirmation', readFlag))
      : known(true),
    unknownFields: attributes.state === 'known' ? unknownMembers(attributes.value, ATTRIBUTES) : [],
  }
}

async function readAttributes(
  context: CollectorContext,
  SubscriptionArn: string,
): Promise<Field<JsonObject>> {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn })
  const result = await call(context, getAttributes, command, { resource: SubscriptionArn })
  if (result.state === 'not-found') return failed('gone since it was listed')
  if (result.state !== 'ok') return unseen(result)
  const { Attributes } = asObject(result.output)
  if (isObject(Attributes) && Object.keys(Attributes).length > 0) return known(Attributes)
  const message = 'the answer has no attributes'
  context.report.addProblem(getAttributes, { state: 'malformed', code: 'MalformedAnswer', message })
  return failed('MalformedAnswer')
}

const readFlag = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : undefined)

const readDeadLetter = (from: JsonObject): Field<string> =>
  readField(from, 'RedrivePolicy', (value) =>
    typeof value === 'string' ? asText(asObject(parseJson(value)).deadLetterTargetArn) : undefined,
  )
