import * as appsync from '@aws-sdk/client-appsync'
import * as cloudtrail from '@aws-sdk/client-cloudtrail'
import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import * as ecr from '@aws-sdk/client-ecr'
import * as kms from '@aws-sdk/client-kms'
import * as lambda from '@aws-sdk/client-lambda'
import { GetBucketPolicyCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3'
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns'
import * as ec2 from '#server/aws/ec2.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import { GetAccountPublicAccessBlockCommand } from './public-access-block.ts'
import { arnOf, type ProbePlace } from './source-probes.ts'

const NOBODY = 'sightline-doctor-asks-only-for-permission'
const NO_ID = '00000000-0000-4000-8000-000000000000'
const PAGE = { MaxResults: 5 }

/** How to try each operation that reads what functions write to, are made of and are kept by, of things that are not there. */
export const POSTURE_PROBES: Record<string, (nowMs: number, place: ProbePlace) => ObservedCommand> = {
  DescribeLogGroups: () => new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/', limit: 1 }),
  FilterLogEvents: () => new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${NOBODY}`, limit: 1 }),
  DescribeTrails: () => new cloudtrail.DescribeTrailsCommand({}),
  GetTrailStatus: (_, place) =>
    new cloudtrail.GetTrailStatusCommand({ Name: arnOf('cloudtrail', place, `trail/${NOBODY}`) }),
  GetEventSelectors: (_, place) =>
    new cloudtrail.GetEventSelectorsCommand({ TrailName: arnOf('cloudtrail', place, `trail/${NOBODY}`) }),
  ListLayers: () => new lambda.ListLayersCommand({ MaxItems: 1 }),
  ListLayerVersions: () => new lambda.ListLayerVersionsCommand({ LayerName: NOBODY, MaxItems: 1 }),
  GetLayerVersionPolicy: () =>
    new lambda.GetLayerVersionPolicyCommand({ LayerName: NOBODY, VersionNumber: 1 }),
  ListCodeSigningConfigs: () => new lambda.ListCodeSigningConfigsCommand({ MaxItems: 1 }),
  ListFunctionsByCodeSigningConfig: (_, place) =>
    new lambda.ListFunctionsByCodeSigningConfigCommand({
      CodeSigningConfigArn: arnOf('lambda', place, 'code-signing-config:csc-00000000000000000'),
    }),
  DescribeKey: (_, place) => new kms.DescribeKeyCommand({ KeyId: arnOf('kms', place, `key/${NO_ID}`) }),
  GetKeyRotationStatus: (_, place) =>
    new kms.GetKeyRotationStatusCommand({ KeyId: arnOf('kms', place, `key/${NO_ID}`) }),
  GetKeyPolicy: (_, place) => new kms.GetKeyPolicyCommand({ KeyId: arnOf('kms', place, `key/${NO_ID}`) }),
  DescribeSubnets: () => new ec2.DescribeSubnetsCommand(PAGE),
  DescribeRouteTables: () => new ec2.DescribeRouteTablesCommand(PAGE),
  DescribeSecurityGroups: () => new ec2.DescribeSecurityGroupsCommand(PAGE),
  DescribeVpcEndpoints: () => new ec2.DescribeVpcEndpointsCommand(PAGE),
  GetTopicAttributes: (_, place) => new GetTopicAttributesCommand({ TopicArn: arnOf('sns', place, NOBODY) }),
  DescribeRepositories: () => new ecr.DescribeRepositoriesCommand({ maxResults: 1 }),
  GetRepositoryPolicy: () => new ecr.GetRepositoryPolicyCommand({ repositoryName: NOBODY }),
  GetRegistryScanningConfiguration: () => new ecr.GetRegistryScanningConfigurationCommand({}),
  ListGraphqlApis: () => new appsync.ListGraphqlApisCommand({ maxResults: 1 }),
  ListDataSources: () => new appsync.ListDataSourcesCommand({ apiId: 'nobodys-api' }),
  GetBucketPolicy: () => new GetBucketPolicyCommand({ Bucket: NOBODY }),
  GetPublicAccessBlock: () => new GetPublicAccessBlockCommand({ Bucket: NOBODY }),
  GetAccountPublicAccessBlock: (_, place) => new GetAccountPublicAccessBlockCommand(place),
}
