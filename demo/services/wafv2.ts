import { frontDoorOf } from '#demo/estate/front-door/front-door.ts'
import type { WebAclSpec } from '#demo/estate/front-door/model.ts'
import { makeEdgeAcls } from '#demo/estate/front-door/web-acls.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const invalid = (message: string) => new AwsError('WAFInvalidParameterException', 400, message)
const missing = () =>
  new AwsError(
    'WAFNonexistentItemException',
    400,
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  )

function aclsOf(call: Call): WebAclSpec[] {
  const { Scope } = call.input
  if (Scope === 'REGIONAL') return frontDoorOf(partitionOf(call)).webAcls
  if (Scope !== 'CLOUDFRONT')
    throw invalid(
      `Error reason: Your request contains fields that are not valid., field: SCOPE_VALUE, parameter: ${String(Scope)}`,
    )
  if (call.region !== 'us-east-1')
    throw invalid('Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT')
  const { account, world } = call
  const used = account.regions.some((region) => world.estate.partition(account, region).functions.length > 0)
  return used ? makeEdgeAcls(account) : []
}

function listWebAcls(call: Call): unknown {
  const size = boundedInt(call.input.Limit, 100, 1, 100, () => invalid('Limit'))
  const { items, token } = page(call, aclsOf(call), call.input.NextMarker, size, () => invalid('NextMarker'))
  return {
    NextMarker: token,
    WebACLs: items.map(({ name, id, arn }) => ({
      Name: name,
      Id: id,
      ARN: arn,
      Description: '',
      LockToken: hexFrom(32, arn),
    })),
  }
}

function getWebAcl(call: Call): unknown {
  const found = aclsOf(call).find(({ name, id }) => name === call.input.Name && id === call.input.Id)
  if (!found) throw missing()
  const odd = {
    Name: '<img src=x onerror=alert(1)>',
    Priority: 99,
    Statement: { TelepathyStatement: {} },
    Action: { Hypnotize: {} },
  }
  return {
    LockToken: hexFrom(32, found.arn),
    WebACL: {
      Name: found.name,
      Id: found.id,
      ARN: found.arn,
      DefaultAction: { [found.defaultAction]: {} },
      Description: '',
      Rules: call.hostile ? [...found.rules, odd] : found.rules,
      VisibilityConfig: {
        SampledRequestsEnabled: true,
        CloudWatchMetricsEnabled: true,
        MetricName: found.name,
      },
      Capacity: 702,
      ManagedByFirewallManager: false,
      LabelNamespace: `awswaf:${call.account.id}:webacl:${found.name}:`,
      ...(call.hostile ? { FutureMember: { '<b>': null } } : {}),
    },
  }
}

const regional = (call: Call) => frontDoorOf(partitionOf(call)).webAcls

function listResources(call: Call): unknown {
  const { WebACLArn, ResourceType = 'APPLICATION_LOAD_BALANCER' } = call.input
  const found = regional(call).find(({ arn }) => arn === WebACLArn)
  if (!found) throw missing()
  return { ResourceArns: found.resources.filter(({ type }) => type === ResourceType).map(({ arn }) => arn) }
}

function getForResource(call: Call): unknown {
  const { ResourceArn } = call.input
  const found = regional(call).find(({ resources }) => resources.some(({ arn }) => arn === ResourceArn))
  return found ? { WebACL: { Name: found.name, Id: found.id, ARN: found.arn } } : {}
}

/** AWS publishes no rate for reads; clients are seen to be throttled above this one. */
const bucket = { name: 'waf', perSecond: 5 }
const resource = ({ input }: Call) => String(input.WebACLArn ?? input.ResourceArn ?? '*')

export const wafv2Operations: Record<string, Operation> = {
  ListWebACLs: { bucket, run: listWebAcls },
  GetWebACL: { bucket, run: getWebAcl },
  ListResourcesForWebACL: { bucket, resource, run: listResources },
  GetWebACLForResource: { bucket, resource, run: getForResource },
}
