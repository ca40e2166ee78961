import * as rest from '@aws-sdk/client-api-gateway'
import * as http from '@aws-sdk/client-apigatewayv2'
import { GetDistributionCommand, ListDistributionsCommand } from '@aws-sdk/client-cloudfront'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as waf from '@aws-sdk/client-wafv2'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { ProbePlace } from './source-probes.ts'

/** Nobody's API: IAM decides before the service looks whether it exists, so "not found" means "allowed". */
const restApiId = 'nobodysapi'
const ApiId = restApiId
const domainName = 'sightline-doctor-asks-only-for-permission.example'

/** How to try each operation of what stands before functions, reading next to nothing. */
export const FRONT_DOOR_PROBES: Record<string, (nowMs: number, place: ProbePlace) => ObservedCommand> = {
  'apigateway:GetRestApis': () => new rest.GetRestApisCommand({ limit: 1 }),
  'apigateway:GetResources': () => new rest.GetResourcesCommand({ restApiId }),
  'apigateway:GetStages': () => new rest.GetStagesCommand({ restApiId }),
  'apigateway:GetAuthorizers': () => new rest.GetAuthorizersCommand({ restApiId }),
  'apigateway:GetUsagePlans': () => new rest.GetUsagePlansCommand({ limit: 1 }),
  'apigateway:GetDomainNames': () => new rest.GetDomainNamesCommand({ limit: 1 }),
  'apigateway:GetBasePathMappings': () => new rest.GetBasePathMappingsCommand({ domainName }),
  'apigatewayv2:GetApis': () => new http.GetApisCommand({ MaxResults: '1' }),
  'apigatewayv2:GetRoutes': () => new http.GetRoutesCommand({ ApiId }),
  'apigatewayv2:GetIntegrations': () => new http.GetIntegrationsCommand({ ApiId }),
  'apigatewayv2:GetStages': () => new http.GetStagesCommand({ ApiId }),
  'apigatewayv2:GetAuthorizers': () => new http.GetAuthorizersCommand({ ApiId }),
  'apigatewayv2:GetDomainNames': () => new http.GetDomainNamesCommand({ MaxResults: '1' }),
  'apigatewayv2:GetApiMappings': () => new http.GetApiMappingsCommand({ DomainName: domainName }),
  ListDistributions: () => new ListDistributionsCommand({ MaxItems: 1 }),
  GetDistribution: () => new GetDistributionCommand({ Id: 'ENOBODYSDIST0' }),
  DescribeTargetGroups: () => new elb.DescribeTargetGroupsCommand({ PageSize: 1 }),
  DescribeTargetHealth: (_, place) =>
    new elb.DescribeTargetHealthCommand({ TargetGroupArn: elbArn(place, 'targetgroup/nobody') }),
  DescribeLoadBalancers: () => new elb.DescribeLoadBalancersCommand({ PageSize: 1 }),
  DescribeListeners: (_, place) =>
    new elb.DescribeListenersCommand({ LoadBalancerArn: elbArn(place, 'loadbalancer/app/nobody') }),
  DescribeRules: (_, place) =>
    new elb.DescribeRulesCommand({ ListenerArn: `${elbArn(place, 'listener/app/nobody')}/0000000000000000` }),
  DescribeTags: (_, place) =>
    new elb.DescribeTagsCommand({ ResourceArns: [elbArn(place, 'loadbalancer/app/nobody')] }),
  ListWebACLs: () => new waf.ListWebACLsCommand({ Scope: 'REGIONAL', Limit: 1 }),
  GetWebACL: () => new waf.GetWebACLCommand({ Scope: 'REGIONAL', Name: 'nobody', Id: NO_ID }),
  ListResourcesForWebACL: (_, { partition, region, accountId }) =>
    new waf.ListResourcesForWebACLCommand({
      WebACLArn: `arn:${partition}:wafv2:${region}:${accountId}:regional/webacl/nobody/${NO_ID}`,
    }),
  GetWebACLForResource: (_, place) =>
    new waf.GetWebACLForResourceCommand({ ResourceArn: elbArn(place, 'loadbalancer/app/nobody') }),
}

const NO_ID = '00000000-0000-4000-8000-000000000000'

const elbArn = ({ partition, region, accountId }: ProbePlace, resource: string) =>
  `arn:${partition}:elasticloadbalancing:${region}:${accountId}:${resource}/0000000000000000`
