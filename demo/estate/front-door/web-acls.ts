import type { Account, Partition } from '#demo/estate/model.ts'
import type { ApiSpec, LoadBalancerSpec, WebAclSpec } from './model.ts'
import { edgeAclArn, webAclArn } from './names.ts'

const visible = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
})

function managed(
  name: string,
  priority: number,
  override: 'None' | 'Count' = 'None',
): Record<string, unknown> {
  return {
    Name: name,
    Priority: priority,
    Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name } },
    OverrideAction: { [override]: {} },
    VisibilityConfig: visible(name),
  }
}

function rateLimit(priority: number, limit: number): Record<string, unknown> {
  return {
    Name: 'too-many-requests',
    Priority: priority,
    Statement: { RateBasedStatement: { Limit: limit, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
    Action: { Block: {} },
    VisibilityConfig: visible('too-many-requests'),
  }
}

const blockedCountries = {
  Name: 'blocked-countries',
  Priority: 5,
  Statement: { GeoMatchStatement: { CountryCodes: ['KP'] } },
  Action: { Block: {} },
  VisibilityConfig: visible('blocked-countries'),
}

function acl(arn: string, parts: Pick<WebAclSpec, 'scope' | 'rules' | 'resources'>): WebAclSpec {
  const [, , name = '', id = ''] = arn.split('/')
  return { id, name, arn, defaultAction: 'Allow', ...parts }
}

/** The web ACLs of a region: one that blocks and one that only counts. */
export function makeWebAcls(
  partition: Partition,
  apis: ApiSpec[],
  balancers: LoadBalancerSpec[],
): WebAclSpec[] {
  if (partition.functions.length === 0) return []
  const make = (name: string, rules: Record<string, unknown>[]) => {
    const arn = webAclArn(partition, name)
    const stages = apis.flatMap((api) =>
      api.stages
        .filter((stage) => stage.webAclArn === arn)
        .map((stage) => ({
          type: 'API_GATEWAY' as const,
          arn: `arn:aws:apigateway:${partition.region}::/restapis/${api.id}/stages/${stage.name}`,
        })),
    )
    const own = balancers
      .filter((balancer) => balancer.webAclArn === arn)
      .map((balancer) => ({ type: 'APPLICATION_LOAD_BALANCER' as const, arn: balancer.arn }))
    return acl(arn, { scope: 'REGIONAL', rules, resources: [...stages, ...own] })
  }
  return [
    make('shop-api', [managed('AWSManagedRulesCommonRuleSet', 0), rateLimit(1, 2000), blockedCountries]),
    make('shop-count', [managed('AWSManagedRulesCommonRuleSet', 0, 'Count')]),
  ]
}

/** The web ACLs that stand before CloudFront. */
export function makeEdgeAcls(account: Account): WebAclSpec[] {
  const rules = [managed('AWSManagedRulesAmazonIpReputationList', 0), rateLimit(1, 5000)]
  return [acl(edgeAclArn(account), { scope: 'CLOUDFRONT', rules, resources: [] })]
}
