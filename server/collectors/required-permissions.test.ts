import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { COLLECTORS, RESOURCE_COLLECTORS } from './index.ts'
import { iamPolicyDocument, requiredPermissions } from './required-permissions.ts'

describe('the collectors', () => {
  it('have ids of their own that are file names', () => {
    const ids = COLLECTORS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const files = readdirSync(new URL('.', import.meta.url))
    for (const id of ids) expect(files).toContain(`${id}.ts`)
  })

  it('say of each operation what it needs and what stays unseen without it', () => {
    for (const { operations } of COLLECTORS)
      for (const { name, permission, hides } of operations) {
        expect(hides).not.toBe('')
        if (name !== 'GetCallerIdentity') expect(permission).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/)
      }
  })

  it('of resources each have their kind', () => {
    const kinds = RESOURCE_COLLECTORS.map(({ kind }) => kind)
    const places = RESOURCE_COLLECTORS.map(({ kind, part, scope }) => `${kind} ${part} of ${scope}`)
    expect(new Set(places).size).toBe(places.length)
    for (const kind of kinds) expect(RESOURCE_KINDS).toContain(kind)
  })
})

describe('the policy that Sightline needs', () => {
  it('only reads', () => {
    const [statement] = iamPolicyDocument().Statement
    expect(statement?.Action).toEqual([...(statement?.Action ?? [])].sort())
    for (const action of statement?.Action ?? [])
      expect(action).toMatch(
        /:(Get|BatchGet|List|Describe|Lookup|Filter|GenerateServiceLastAccessed)\w+$|^apigateway:GET$/,
      )
  })

  it('is exactly what the collectors declare', () => {
    expect(requiredPermissions().map(({ permission }) => permission)).toEqual([
      'access-analyzer:ListAnalyzers',
      'access-analyzer:ListFindings',
      'apigateway:GET',
      'appsync:ListDataSources',
      'appsync:ListGraphqlApis',
      'ce:GetCostAndUsage',
      'cloudfront:GetDistribution',
      'cloudfront:ListDistributions',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:LookupEvents',
      'cloudwatch:GetMetricData',
      'cloudwatch:ListMetrics',
      'cognito-idp:DescribeUserPool',
      'cognito-idp:ListUserPools',
      'config:DescribeComplianceByConfigRule',
      'config:DescribeConfigRules',
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeConfigurationRecorders',
      'config:GetComplianceDetailsByConfigRule',
      'dynamodb:DescribeStream',
      'ec2:DescribeRegions',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints',
      'ecr:DescribeRepositories',
      'ecr:GetRegistryScanningConfiguration',
      'ecr:GetRepositoryPolicy',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
      'events:ListEventBuses',
      'events:ListRules',
      'events:ListTargetsByRule',
      'guardduty:GetDetector',
      'guardduty:GetFindings',
      'guardduty:ListDetectors',
      'guardduty:ListFindings',
      'iam:GenerateServiceLastAccessedDetails',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetServiceLastAccessedDetails',
      'iam:ListAccountAliases',
      'inspector2:BatchGetAccountStatus',
      'inspector2:ListFindings',
      'kinesis:DescribeStreamSummary',
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'lambda:GetAccountSettings',
      'lambda:GetFunction',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetLayerVersion',
      'lambda:GetLayerVersionPolicy',
      'lambda:GetPolicy',
      'lambda:ListAliases',
      'lambda:ListCodeSigningConfigs',
      'lambda:ListEventSourceMappings',
      'lambda:ListFunctionEventInvokeConfigs',
      'lambda:ListFunctionUrlConfigs',
      'lambda:ListFunctions',
      'lambda:ListFunctionsByCodeSigningConfig',
      'lambda:ListLayerVersions',
      'lambda:ListLayers',
      'lambda:ListProvisionedConcurrencyConfigs',
      'lambda:ListTags',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:DescribeSubscriptionFilters',
      'logs:FilterLogEvents',
      'organizations:DescribeOrganization',
      'organizations:DescribePolicy',
      'organizations:ListAccountsForParent',
      'organizations:ListOrganizationalUnitsForParent',
      'organizations:ListPolicies',
      'organizations:ListRoots',
      'organizations:ListTagsForResource',
      'organizations:ListTargetsForPolicy',
      's3:GetAccountPublicAccessBlock',
      's3:GetBucketNotification',
      's3:GetBucketPolicy',
      's3:GetBucketPublicAccessBlock',
      's3:ListAllMyBuckets',
      'scheduler:GetSchedule',
      'scheduler:ListSchedules',
      'securityhub:DescribeHub',
      'securityhub:GetFindings',
      'sns:GetSubscriptionAttributes',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptions',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'states:DescribeStateMachine',
      'states:ListStateMachines',
      'wafv2:GetWebACL',
      'wafv2:GetWebACLForResource',
      'wafv2:ListResourcesForWebACL',
      'wafv2:ListWebACLs',
    ])
  })
})
