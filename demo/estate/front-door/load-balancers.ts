import type { FunctionSpec, Partition, Statement } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'
import type { LoadBalancerSpec, RuleSpec, TargetGroupSpec } from './model.ts'
import { targetGroupArn, webAclArn } from './names.ts'

type Place = Pick<Partition, 'account' | 'region'>
type Targets = { open?: FunctionSpec; inside?: FunctionSpec }

/** Production accounts have two load balancers with functions behind them, in their first region. */
export function balancedFunctions({ account, region }: Place, functions: readonly FunctionSpec[]): Targets {
  if (account.env !== 'prod' || region !== account.regions[0]) return {}
  const free = functions.filter((fn) => !fn.cast && fn.rawPolicy === undefined && !fn.overrides)
  return {
    open: free.find((fn) => fn.name.endsWith('-api')),
    inside: free.find((fn) => fn.name.endsWith('-export')),
  }
}

const groupOf = (fn: FunctionSpec) => `${fn.name.slice(0, 24)}-fn`

export function balancerGrant(place: Place, fn: FunctionSpec): Statement {
  return {
    Sid: 'elb-invoke',
    Effect: 'Allow',
    Principal: { Service: 'elasticloadbalancing.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: fn.arn,
    Condition: { ArnLike: { 'AWS:SourceArn': targetGroupArn(place, groupOf(fn)) } },
  }
}

export function makeLoadBalancers(partition: Partition): LoadBalancerSpec[] {
  const { open, inside } = balancedFunctions(partition, partition.functions)
  const balancers: LoadBalancerSpec[] = []
  if (open) {
    const balancer = blank(partition, 'shop-public', 'internet-facing', open)
    balancer.webAclArn = webAclArn(partition, 'shop-count')
    const [listener] = balancer.listeners
    const group = balancer.targetGroups[0]?.arn
    const base = listener?.arn.replace(':listener/', ':listener-rule/') ?? ''
    listener?.rules.unshift(
      {
        arn: `${base}/${hexFrom(16, base, '1')}`,
        priority: '1',
        conditions: [{ field: 'path-pattern', values: ['/legacy/*'] }],
        targetGroupArn: group,
      },
      {
        arn: `${base}/${hexFrom(16, base, '2')}`,
        priority: '2',
        conditions: [
          { field: 'host-header', values: ['admin.shop.example'] },
          { field: 'http-header', values: ['a-shared-secret'], headerName: 'X-Origin-Verify' },
        ],
        targetGroupArn: group,
        authenticates: true,
      },
    )
    balancers.push(balancer)
  }
  if (inside) {
    const balancer = blank(partition, 'shop-internal', 'internal', inside)
    const rule = balancer.listeners[0]?.rules[0]
    if (rule) rule.targetGroupArn = balancer.targetGroups[0]?.arn
    balancers.push(balancer)
  }
  return balancers
}

function blank(
  place: Place,
  name: string,
  scheme: LoadBalancerSpec['scheme'],
  fn: FunctionSpec,
): LoadBalancerSpec {
  const { account, region } = place
  const own = `app/${name}/${hexFrom(16, account.id, region, name)}`
  const prefix = `arn:aws:elasticloadbalancing:${region}:${account.id}`
  const arn = `${prefix}:loadbalancer/${own}`
  const listener = `${prefix}:listener/${own}/${hexFrom(16, arn, 'listener')}`
  const rule: RuleSpec = {
    arn: `${listener.replace(':listener/', ':listener-rule/')}/${hexFrom(16, arn, 'default')}`,
    priority: 'default',
    conditions: [],
  }
  const internal = scheme === 'internal'
  return {
    name,
    arn,
    dnsName: `${internal ? 'internal-' : ''}${name}-${Number.parseInt(hexFrom(8, arn), 16)}.${region}.elb.amazonaws.com`,
    scheme,
    vpcId: `vpc-0${hexFrom(16, account.id, region)}`,
    securityGroupId: `sg-0${hexFrom(16, account.id, name)}`,
    listeners: [
      {
        arn: listener,
        port: internal ? 80 : 443,
        protocol: internal ? 'HTTP' : 'HTTPS',
        ...(internal
          ? {}
          : {
              certificateArn: `arn:aws:acm:${region}:${account.id}:certificate/${hexFrom(8, arn)}-0000-4000-8000-000000000000`,
            }),
        rules: [rule],
      },
    ],
    targetGroups: [{ name: groupOf(fn), arn: targetGroupArn(place, groupOf(fn)), functionArn: fn.arn }],
  }
}

/** Target groups of instances: most target groups of an account have no function in them. */
export function otherTargetGroups(partition: Partition): TargetGroupSpec[] {
  if (partition.functions.length === 0) return []
  return ['web', 'search-nodes'].map((name) => ({ name, arn: targetGroupArn(partition, name) }))
}
