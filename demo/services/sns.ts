import { subscriptionsOf } from '#demo/estate/sources/sources.ts'
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

export const snsOperations: Record<string, Operation> = {
  ListSubscriptions: { bucket, run: listSubscriptions },
  GetSubscriptionAttributes: { bucket, run: getSubscriptionAttributes },
}
