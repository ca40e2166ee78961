import { frontDoorOf } from '#demo/estate/front-door/front-door.ts'
import type { LoadBalancerSpec, RuleSpec, TargetGroupSpec } from '#demo/estate/front-door/model.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bad = (message: string) => new AwsError('ValidationError', 400, message)

function listOf(call: Call, name: string, list: readonly unknown[]): unknown {
  const size = boundedInt(call.input.PageSize, 400, 1, 400, () => bad('Invalid page size'))
  const { items, token } = page(call, list, call.input.Marker || undefined, size, () => bad('Invalid marker'))
  return { [name]: items, NextMarker: token }
}

const balancersOf = (call: Call) => frontDoorOf(partitionOf(call)).loadBalancers

function balancer(call: Call, found: LoadBalancerSpec): Record<string, unknown> {
  return {
    LoadBalancerArn: found.arn,
    DNSName: found.dnsName,
    CanonicalHostedZoneId: 'Z32O12XQLNTSW2',
    CreatedTime: new Date(Date.UTC(2024, 2, 1)),
    LoadBalancerName: found.name,
    Scheme: found.scheme,
    VpcId: found.vpcId,
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: ['a', 'b'].map((zone) => ({ ZoneName: `${call.region}${zone}` })),
    SecurityGroups: [found.securityGroupId],
    IpAddressType: 'ipv4',
    ...(call.hostile ? { FutureMember: '<b>new</b>' } : {}),
  }
}

function describeLoadBalancers(call: Call): unknown {
  const wanted = call.input.LoadBalancerArns
  const all = balancersOf(call)
  if (!Array.isArray(wanted))
    return listOf(
      call,
      'LoadBalancers',
      all.map((found) => balancer(call, found)),
    )
  const found = wanted.map((arn) => {
    const match = all.find((candidate) => candidate.arn === arn)
    if (!match) throw new AwsError('LoadBalancerNotFound', 400, `Load balancer '${String(arn)}' not found`)
    return balancer(call, match)
  })
  return { LoadBalancers: found }
}

function targetGroup(found: TargetGroupSpec, owner: LoadBalancerSpec | undefined): Record<string, unknown> {
  const base = { TargetGroupArn: found.arn, TargetGroupName: found.name }
  if (found.functionArn === undefined)
    return {
      ...base,
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-0',
      TargetType: 'instance',
      LoadBalancerArns: [],
    }
  return {
    ...base,
    HealthCheckEnabled: false,
    HealthCheckIntervalSeconds: 35,
    TargetType: 'lambda',
    LoadBalancerArns: owner ? [owner.arn] : [],
    IpAddressType: 'ipv4',
  }
}

function describeTargetGroups(call: Call): unknown {
  const { loadBalancers, otherTargetGroups } = frontDoorOf(partitionOf(call))
  return listOf(call, 'TargetGroups', [
    ...loadBalancers.flatMap((owner) => owner.targetGroups.map((group) => targetGroup(group, owner))),
    ...otherTargetGroups.map((group) => targetGroup(group, undefined)),
  ])
}

function describeTargetHealth(call: Call): unknown {
  const arn = call.input.TargetGroupArn
  const found = balancersOf(call)
    .flatMap(({ targetGroups }) => targetGroups)
    .find((group) => group.arn === arn)
  if (!found) throw new AwsError('TargetGroupNotFound', 400, `Target groups '${String(arn)}' not found`)
  return {
    TargetHealthDescriptions: [
      {
        Target: { Id: found.functionArn },
        TargetHealth: { State: 'unavailable', Reason: 'Target.HealthCheckDisabled' },
      },
    ],
  }
}

function describeListeners(call: Call): unknown {
  const arn = call.input.LoadBalancerArn
  const found = balancersOf(call).find((candidate) => candidate.arn === arn)
  if (!found) throw new AwsError('LoadBalancerNotFound', 400, `Load balancer '${String(arn)}' not found`)
  return listOf(
    call,
    'Listeners',
    found.listeners.map(({ arn: ListenerArn, port, protocol, certificateArn, rules }) => ({
      ListenerArn,
      LoadBalancerArn: found.arn,
      Port: port,
      Protocol: protocol,
      ...(certificateArn
        ? {
            Certificates: [{ CertificateArn: certificateArn }],
            SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          }
        : {}),
      DefaultActions: rules.filter(({ priority }) => priority === 'default').flatMap(actions),
    })),
  )
}

function actions({ targetGroupArn, authenticates }: RuleSpec): Record<string, unknown>[] {
  const signIn = {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: {
      Issuer: 'https://login.shop.example',
      AuthorizationEndpoint: 'https://login.shop.example/authorize',
      TokenEndpoint: 'https://login.shop.example/token',
      UserInfoEndpoint: 'https://login.shop.example/me',
      ClientId: 'shop-admin',
    },
  }
  if (targetGroupArn === undefined)
    return [{ Type: 'fixed-response', Order: 1, FixedResponseConfig: { StatusCode: '404' } }]
  const forward = {
    Type: 'forward',
    Order: 2,
    TargetGroupArn: targetGroupArn,
    ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }] },
  }
  return authenticates ? [signIn, forward] : [forward]
}

const configs: Record<string, string> = {
  'path-pattern': 'PathPatternConfig',
  'host-header': 'HostHeaderConfig',
}

function describeRules(call: Call): unknown {
  const arn = call.input.ListenerArn
  const found = balancersOf(call)
    .flatMap(({ listeners }) => listeners)
    .find((listener) => listener.arn === arn)
  if (!found) throw new AwsError('ListenerNotFound', 400, `One or more listeners not found`)
  return listOf(
    call,
    'Rules',
    found.rules.map((rule) => ({
      RuleArn: rule.arn,
      Priority: rule.priority,
      Conditions: rule.conditions.map(({ field, values, headerName }) =>
        headerName
          ? { Field: field, HttpHeaderConfig: { HttpHeaderName: headerName, Values: values } }
          : { Field: field, Values: values, [configs[field] ?? 'Other']: { Values: values } },
      ),
      Actions: actions(rule),
      IsDefault: rule.priority === 'default',
    })),
  )
}

function describeTags(call: Call): unknown {
  const arns = Array.isArray(call.input.ResourceArns) ? call.input.ResourceArns : []
  return {
    TagDescriptions: arns.map((ResourceArn) => ({
      ResourceArn,
      Tags: [
        { Key: 'owner', Value: 'ops' },
        ...(call.hostile ? [{ Key: '<svg onload=alert(1)>', Value: '=1+1' }] : []),
      ],
    })),
  }
}

/** AWS publishes no rate; clients are seen to be throttled above this one. */
const bucket = { name: 'describe', perSecond: 10 }

export const elbOperations: Record<string, Operation> = Object.fromEntries(
  Object.entries({
    DescribeLoadBalancers: describeLoadBalancers,
    DescribeTargetGroups: describeTargetGroups,
    DescribeTargetHealth: describeTargetHealth,
    DescribeListeners: describeListeners,
    DescribeRules: describeRules,
    DescribeTags: describeTags,
  }).map(([name, run]) => [name, { bucket, run }]),
)
