import { subscriptionsOf, topicsOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { type Call, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'sns', perSecond: 30 }

function listSubscriptions(call: Call): unknown {
  const badToken = () => new AwsError('InvalidParameter', 400, 'Invalid parameter: NextToken')
  const all = subscriptionsOf(partitionOf(call))
  const { items, token } = page(call, all, call.input.NextToken, 100, badToken)
  return {
    Subscriptions: items.map(({ arn, owner, protocol, endpoint, topicArn }) => ({
      SubscriptionArn: arn,
      Owner: owner,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topicArn,
    })),
    NextToken: token,
  }
}

function getSubscriptionAttributes(call: Call): unknown {
  const arn = String(call.input.SubscriptionArn ?? '')
  const found = subscriptionsOf(partitionOf(call)).find((subscription) => subscription.arn === arn)
  if (!found) throw new AwsError('NotFound', 404, 'Subscription does not exist')
  const { attributes, owner, protocol, endpoint, topicArn } = found
  const all = {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    ...attributes,
  }
  return { Attributes: new Map(Object.entries(all)) }
}

function getTopicAttributes(call: Call): unknown {
  const arn = String(call.input.TopicArn ?? '')
  const owner = arn.split(':')[4]
  if (owner !== call.account.id) throw new AwsError('AuthorizationError', 403, 'Not authorized: no access')
  const found = topicsOf(partitionOf(call)).get(arn)
  if (!found) throw new AwsError('NotFound', 404, 'Topic does not exist')
  const all: Record<string, string> = {
    TopicArn: arn,
    Owner: owner,
    DisplayName: '',
    Policy: found.policy,
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
    ...(found.kmsKeyId ? { KmsMasterKeyId: found.kmsKeyId } : {}),
  }
  return { Attributes: new Map(Object.entries(all)) }
}

export const snsOperations: Record<string, Operation> = {
  ListSubscriptions: { bucket, run: listSubscriptions },
  GetTopicAttributes: {
    bucket,
    run: getTopicAttributes,
    resource: ({ input }) => String(input.TopicArn ?? ''),
  },
  GetSubscriptionAttributes: { bucket, run: getSubscriptionAttributes },
}
