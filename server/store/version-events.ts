import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import { type Sql, sql } from './sql.ts'

/** How CloudTrail tells of changes to a kind of resource: `r` is the resource, `v` its version, `e` the event. */
export type VersionEvents = {
  source: string
  /** Events that make such a resource. */
  creates: string[]
  /** Words by which a record's parameters, answer or resources name it, as text[]. */
  names: Sql
}

const own = sql`ARRAY[r.arn, r.name]`
/** All texts at a JSON path of the record, as text[]. */
const texts = (path: Sql) =>
  sql`ARRAY(SELECT x #>> '{}' FROM jsonb_path_query(v.record, ${path}::text::jsonpath) x)`

const iamNames = sql`ARRAY[r.arn, r.name] || ${texts(sql`'$.attachedPolicies.value[*].arn'`)} || ${texts(sql`'$.permissionsBoundary.value.arn'`)}`

/** Functions are found by the event's own column instead. Sources: each service's CloudTrail page and API reference. */
export const VERSION_EVENTS: Partial<Record<ResourceKind, VersionEvents>> = {
  role: { source: 'iam.amazonaws.com', creates: ['CreateRole', 'CreateServiceLinkedRole'], names: iamNames },
  user: {
    source: 'iam.amazonaws.com',
    creates: ['CreateUser'],
    names: sql`${iamNames} || ${texts(sql`'$.groups.value[*].name'`)} || ${texts(sql`'$.groups.value[*].attached[*].arn'`)}`,
  },
  'event-source-mapping': {
    source: 'lambda.amazonaws.com',
    creates: ['CreateEventSourceMapping'],
    names: own,
  },
  api: {
    source: 'apigateway.amazonaws.com',
    creates: ['CreateRestApi', 'ImportRestApi', 'CreateApi', 'ImportApi'],
    names: sql`ARRAY[r.arn, v.record->>'apiId']`,
  },
  'load-balancer': {
    source: 'elasticloadbalancing.amazonaws.com',
    creates: ['CreateLoadBalancer'],
    names: sql`${own} || ${texts(sql`'$.listeners.value[*].arn'`)} || ${texts(sql`'$.targets.value[*].targetGroupArn'`)}`,
  },
  distribution: {
    source: 'cloudfront.amazonaws.com',
    creates: ['CreateDistribution', 'CreateDistributionWithTags'],
    names: own,
  },
  'web-acl': { source: 'wafv2.amazonaws.com', creates: ['CreateWebACL'], names: own },
  'event-rule': { source: 'events.amazonaws.com', creates: ['PutRule'], names: own },
  schedule: { source: 'scheduler.amazonaws.com', creates: ['CreateSchedule'], names: own },
  bucket: { source: 's3.amazonaws.com', creates: ['CreateBucket'], names: own },
  'topic-subscription': {
    source: 'sns.amazonaws.com',
    creates: ['Subscribe'],
    names: sql`ARRAY[r.arn, v.record->>'topicArn']`,
  },
  'log-subscription': {
    source: 'logs.amazonaws.com',
    creates: ['PutSubscriptionFilter'],
    names: sql`ARRAY[r.arn, v.record->>'logGroup']`,
  },
  'user-pool': {
    source: 'cognito-idp.amazonaws.com',
    creates: ['CreateUserPool'],
    names: sql`ARRAY[r.arn, v.record->>'poolId']`,
  },
  'state-machine': { source: 'states.amazonaws.com', creates: ['CreateStateMachine'], names: own },
  'event-source': {
    source: 'sqs.amazonaws.com',
    creates: ['CreateQueue'],
    names: sql`ARRAY[r.arn, 'https://sqs.' || r.region || '.amazonaws.com/' || r.account_id || '/' || r.name]`,
  },
  organization: { source: 'organizations.amazonaws.com', creates: [], names: sql`ARRAY[]::text[]` },
}
