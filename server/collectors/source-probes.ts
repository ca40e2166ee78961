import { DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs'
import * as cognito from '@aws-sdk/client-cognito-identity-provider'
import { DescribeStreamCommand } from '@aws-sdk/client-dynamodb-streams'
import * as events from '@aws-sdk/client-eventbridge'
import * as iam from '@aws-sdk/client-iam'
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis'
import * as organizations from '@aws-sdk/client-organizations'
import { GetBucketNotificationConfigurationCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { DescribeStateMachineCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn'
import { GetSubscriptionAttributesCommand, ListSubscriptionsCommand } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'

export type ProbePlace = { partition: string; accountId: string; region: string }

const NOBODY = 'sightline-doctor-asks-only-for-permission'

/** How to try the operations that read sources, users, the organisation and use: of things that are not there. */
export const SOURCE_PROBES: Record<string, (nowMs: number, place: ProbePlace) => ObservedCommand> = {
  ListEventBuses: () => new events.ListEventBusesCommand({ Limit: 1 }),
  ListRules: () => new events.ListRulesCommand({ Limit: 1 }),
  ListTargetsByRule: () => new events.ListTargetsByRuleCommand({ Rule: NOBODY }),
  ListSubscriptions: () => new ListSubscriptionsCommand({}),
  GetSubscriptionAttributes: (_, place) =>
    new GetSubscriptionAttributesCommand({
      SubscriptionArn: `${arnOf('sns', place, NOBODY)}:00000000-0000-4000-8000-000000000000`,
    }),
  ListBuckets: () => new ListBucketsCommand({ MaxBuckets: 1 }),
  GetBucketNotificationConfiguration: () => new GetBucketNotificationConfigurationCommand({ Bucket: NOBODY }),
  GetQueueUrl: () => new GetQueueUrlCommand({ QueueName: NOBODY }),
  GetQueueAttributes: (_, { accountId, region }) =>
    new GetQueueAttributesCommand({ QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${NOBODY}` }),
  DescribeStreamSummary: () => new DescribeStreamSummaryCommand({ StreamName: NOBODY }),
  DescribeStream: (_, place) =>
    new DescribeStreamCommand({
      StreamArn: arnOf('dynamodb', place, `table/${NOBODY}/stream/2026-01-01T00:00:00.000`),
    }),
  ListSchedules: () => new ListSchedulesCommand({ MaxResults: 1 }),
  GetSchedule: () => new GetScheduleCommand({ Name: NOBODY }),
  ListStateMachines: () => new ListStateMachinesCommand({ maxResults: 1 }),
  DescribeStateMachine: (_, place) =>
    new DescribeStateMachineCommand({ stateMachineArn: arnOf('states', place, `stateMachine:${NOBODY}`) }),
  ListUserPools: () => new cognito.ListUserPoolsCommand({ MaxResults: 1 }),
  DescribeUserPool: (_, { region }) =>
    new cognito.DescribeUserPoolCommand({ UserPoolId: `${region}_Sightline` }),
  DescribeSubscriptionFilters: () => new DescribeSubscriptionFiltersCommand({ logGroupName: NOBODY }),
  DescribeOrganization: () => new organizations.DescribeOrganizationCommand({}),
  ListRoots: () => new organizations.ListRootsCommand({ MaxResults: 1 }),
  ListOrganizationalUnitsForParent: () =>
    new organizations.ListOrganizationalUnitsForParentCommand({ ParentId: 'r-none' }),
  ListAccountsForParent: () => new organizations.ListAccountsForParentCommand({ ParentId: 'r-none' }),
  ListTagsForResource: (_, { accountId }) =>
    new organizations.ListTagsForResourceCommand({ ResourceId: accountId }),
  ListPolicies: () =>
    new organizations.ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', MaxResults: 1 }),
  DescribePolicy: () => new organizations.DescribePolicyCommand({ PolicyId: 'p-FullAWSAccess' }),
  ListTargetsForPolicy: () =>
    new organizations.ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess', MaxResults: 1 }),
  GenerateServiceLastAccessedDetails: (_, { partition, accountId }) =>
    new iam.GenerateServiceLastAccessedDetailsCommand({
      Arn: `arn:${partition}:iam::${accountId}:role/${NOBODY}`,
    }),
  GetServiceLastAccessedDetails: () =>
    new iam.GetServiceLastAccessedDetailsCommand({ JobId: '00000000-0000-4000-8000-000000000000' }),
}

export function arnOf(
  service: string,
  { partition, region, accountId }: ProbePlace,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`
}
