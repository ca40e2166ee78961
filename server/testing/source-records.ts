import { absent, known } from '#server/domain/field.ts'
import type { ApiRecord, ApiRoute, ApiStage } from '#server/domain/records/api-record.ts'
import type { BucketRecord } from '#server/domain/records/bucket-record.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { LogSubscriptionRecord } from '#server/domain/records/log-subscription-record.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import type { UserPoolRecord } from '#server/domain/records/user-pool-record.ts'
import { ACCOUNT_ID, REGION } from './factories.ts'

/** The function that the sources name unless they are told otherwise; `makeFunctionRecord()` has the same ARN. */
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:orders-api`

/** What all records of the usual account and region have. */
export const HOME = { accountId: ACCOUNT_ID, region: REGION, unknownFields: [] as string[] }
const GLOBAL = { ...HOME, region: 'global' }

/** A policy document out of statements; effect, action and Sid are filled in where they are left out. */
export function makePolicy(...statements: object[]): PolicyDocument {
  const Statement = statements.map((one, i) => ({
    Sid: `s${i}`,
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    ...one,
  }))
  const parsed = { Version: '2012-10-17', Statement }
  return { raw: JSON.stringify(parsed), parsed }
}

export const makeStage = (values: Partial<ApiStage> = {}): ApiStage => ({
  name: 'prod',
  deploymentId: 'd1',
  variables: {},
  throttle: {},
  routeThrottles: {},
  ...values,
})

export const makeRoute = (values: Partial<ApiRoute> = {}): ApiRoute => ({
  key: `${values.method ?? 'GET'} ${values.path ?? '/orders'}`,
  method: 'GET',
  path: '/orders',
  authorization: 'NONE',
  scopes: [],
  apiKeyRequired: false,
  integration: { type: 'AWS_PROXY', functionArn: FUNCTION_ARN, invocation: 'synchronous' },
  ...values,
})

export const makeApi = (values: Partial<ApiRecord> = {}): ApiRecord => ({
  ...HOME,
  kind: 'api',
  arn: `arn:aws:apigateway:${REGION}::/restapis/${values.apiId ?? 'api1'}`,
  name: 'shop',
  apiId: 'api1',
  protocol: 'REST',
  endpointTypes: known(['REGIONAL']),
  vpcEndpointIds: absent(),
  executeApiDisabled: known(false),
  endpoint: `https://${values.apiId ?? 'api1'}.execute-api.${REGION}.amazonaws.com`,
  policy: absent(),
  cors: absent(),
  authorizers: absent(),
  routes: known([makeRoute()]),
  stages: known([makeStage()]),
  usagePlans: absent(),
  domains: absent(),
  createdAt: absent(),
  tags: absent(),
  ...values,
})

export const TARGET_GROUP = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT_ID}:targetgroup/orders/1`

export const makeLoadBalancer = (values: Partial<LoadBalancerRecord> = {}): LoadBalancerRecord => ({
  ...HOME,
  kind: 'load-balancer',
  arn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT_ID}:loadbalancer/app/front/1`,
  name: 'front',
  dnsName: 'front-1.eu-west-1.elb.amazonaws.com',
  scheme: known('internet-facing'),
  type: known('application'),
  state: known('active'),
  vpcId: known('vpc-1'),
  securityGroupIds: known(['sg-1']),
  listeners: known([
    {
      arn: 'listener',
      port: 443,
      protocol: 'HTTPS',
      rules: [
        {
          priority: '1',
          conditions: ['path /orders/*'],
          targetGroupArns: [TARGET_GROUP],
          authenticates: false,
        },
      ],
    },
  ]),
  targets: known([{ targetGroupArn: TARGET_GROUP, functionArn: FUNCTION_ARN }]),
  webAclArn: absent(),
  tags: absent(),
  ...values,
})

export const makeDistribution = (values: Partial<DistributionRecord> = {}): DistributionRecord => ({
  ...GLOBAL,
  kind: 'distribution',
  arn: `arn:aws:cloudfront::${ACCOUNT_ID}:distribution/E1`,
  name: 'E1',
  domainName: 'd1.cloudfront.net',
  aliases: absent(),
  enabled: known(true),
  status: known('Deployed'),
  webAclArn: absent(),
  origins: known([]),
  behaviours: known([]),
  comment: absent(),
  ...values,
})

export const makeBucket = (values: Partial<BucketRecord> = {}): BucketRecord => ({
  ...GLOBAL,
  kind: 'bucket',
  arn: 'arn:aws:s3:::uploads',
  name: 'uploads',
  bucketRegion: known(REGION),
  notifications: known([
    { id: 'n1', functionArn: FUNCTION_ARN, events: ['s3:ObjectCreated:*'], prefix: 'in/' },
  ]),
  eventBridge: known(false),
  ...values,
})

export const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:orders`

export const makeSubscription = (values: Partial<TopicSubscriptionRecord> = {}): TopicSubscriptionRecord => ({
  ...HOME,
  kind: 'topic-subscription',
  arn: `${TOPIC_ARN}:1`,
  name: 'orders',
  topicArn: TOPIC_ARN,
  functionArn: FUNCTION_ARN,
  filterPolicy: absent(),
  deadLetterArn: absent(),
  pendingConfirmation: known(false),
  ...values,
})

export const RULE_ARN = `arn:aws:events:${REGION}:${ACCOUNT_ID}:rule/nightly`

export const makeRule = (values: Partial<EventRuleRecord> = {}): EventRuleRecord => ({
  ...HOME,
  kind: 'event-rule',
  arn: RULE_ARN,
  name: 'nightly',
  bus: 'default',
  state: known('ENABLED'),
  schedule: known('rate(1 day)'),
  pattern: absent(),
  managedBy: absent(),
  targets: known([{ id: 't1', arn: FUNCTION_ARN }]),
  ...values,
})

export const makeSchedule = (values: Partial<ScheduleRecord> = {}): ScheduleRecord => ({
  ...HOME,
  kind: 'schedule',
  arn: `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule/default/hourly`,
  name: 'hourly',
  group: 'default',
  state: known('ENABLED'),
  expression: known('rate(1 hour)'),
  targetArn: known(FUNCTION_ARN),
  roleArn: known(`arn:aws:iam::${ACCOUNT_ID}:role/scheduler`),
  deadLetterArn: absent(),
  maximumRetryAttempts: absent(),
  maximumEventAgeSeconds: absent(),
  ...values,
})

export const makeLogSubscription = (values: Partial<LogSubscriptionRecord> = {}): LogSubscriptionRecord => ({
  ...HOME,
  kind: 'log-subscription',
  arn: `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:/app:subscription-filter:all`,
  name: 'all',
  logGroup: '/app',
  functionArn: FUNCTION_ARN,
  pattern: known('ERROR'),
  ...values,
})

export const makeUserPool = (values: Partial<UserPoolRecord> = {}): UserPoolRecord => ({
  ...HOME,
  kind: 'user-pool',
  arn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${REGION}_1`,
  name: 'people',
  poolId: `${REGION}_1`,
  triggers: known([{ trigger: 'PreSignUp', functionArn: FUNCTION_ARN }]),
  selfSignUp: known(true),
  ...values,
})

export const makeStateMachine = (values: Partial<StateMachineRecord> = {}): StateMachineRecord => ({
  ...HOME,
  kind: 'state-machine',
  arn: `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:fulfil`,
  name: 'fulfil',
  type: known('STANDARD'),
  status: known('ACTIVE'),
  roleArn: known(`arn:aws:iam::${ACCOUNT_ID}:role/fulfil`),
  calls: known([{ state: 'Charge', function: FUNCTION_ARN, synchronous: true, retries: 2, catches: true }]),
  ...values,
})

/** An organisation with this account and one more in it. */
export const makeOrganization = (values: Partial<OrganizationRecord> = {}): OrganizationRecord => ({
  ...GLOBAL,
  kind: 'organization',
  arn: `arn:aws:organizations::${ACCOUNT_ID}:organization/o-own0000000`,
  name: 'o-own0000000',
  managementAccountId: ACCOUNT_ID,
  featureSet: known('ALL'),
  units: known([]),
  accounts: known(
    [ACCOUNT_ID, '222222222222'].map((id) => ({
      id,
      name: id,
      status: 'ACTIVE',
      parentId: 'r-1',
      tags: absent(),
    })),
  ),
  serviceControlPolicies: known([]),
  ...values,
})

const COLLECTED_KINDS = [
  'api',
  'load-balancer',
  'topic-subscription',
  'log-subscription',
  'event-rule',
  'schedule',
  'user-pool',
  'state-machine',
  'event-source-mapping',
]

/** All kinds of sources as collected in the usual account and region. */
export const ALL_COLLECTED: ReadonlySet<string> = new Set([
  ...COLLECTED_KINDS.map((kind) => `${ACCOUNT_ID}/${REGION}/${kind}`),
  `${ACCOUNT_ID}/global/bucket`,
  `${ACCOUNT_ID}/global/distribution`,
])
