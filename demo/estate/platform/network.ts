import { networkId } from '#demo/estate/function-config.ts'
import type { Account, Partition } from '#demo/estate/model.ts'

export type SubnetSpec = { id: string; vpcId: string; zone: string; cidr: string }
export type RouteTableSpec = {
  id: string
  vpcId: string
  main: boolean
  subnetIds: string[]
  routes: { destination: string; gatewayId?: string; natGatewayId?: string; blackhole?: boolean }[]
}
export type RuleSpec = {
  protocol: string
  fromPort?: number
  toPort?: number
  cidrs?: string[]
  cidrs6?: string[]
  groupIds?: string[]
  prefixLists?: string[]
}
export type GroupSpec = {
  id: string
  vpcId: string
  name: string
  ingress: RuleSpec[]
  egress: RuleSpec[]
}
export type EndpointSpec = { id: string; vpcId: string; service: string; type: string; policy: string }
export type Network = {
  subnets: SubnetSpec[]
  routeTables: RouteTableSpec[]
  groups: GroupSpec[]
  endpoints: EndpointSpec[]
}

const everywhere = '0.0.0.0/0'
const https = { protocol: 'tcp', fromPort: 443, toPort: 443 }
const all: RuleSpec = { protocol: '-1', cidrs: [everywhere], cidrs6: ['::/0'] }

const policyOf = (Resource: string) =>
  JSON.stringify({
    Version: '2008-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource }],
  })

/** The one VPC that functions of a region are in; its third subnet is open to the internet, its fourth group to SSH. */
export function makeNetwork({ account, region, functions }: Partition): Network {
  if (!functions.some((fn) => fn.vpcId !== undefined))
    return { subnets: [], routeTables: [], groups: [], endpoints: [] }
  const id = (part: Parameters<typeof networkId>[2], n: number) => networkId(account, region, part, n)
  const vpcId = id('vpc', 0)
  const inside = { destination: '10.20.0.0/16', gatewayId: 'local' }
  const table = (n: number, main: boolean, subnetIds: string[], routes: RouteTableSpec['routes']) => ({
    id: id('rtb', n),
    vpcId,
    main,
    subnetIds,
    routes: [inside, ...routes],
  })
  const subnet = (n: number, zone: string): SubnetSpec => ({
    id: id('subnet', n),
    vpcId,
    zone: `${region}${zone}`,
    cidr: `10.20.${n}.0/24`,
  })
  return {
    subnets: [subnet(0, 'a'), subnet(1, 'b'), subnet(2, 'c')],
    routeTables: [
      table(0, true, [], wayOut(account, id('nat', 0))),
      table(1, false, [id('subnet', 2)], [{ destination: everywhere, gatewayId: id('igw', 0) }]),
    ],
    groups: [...groupsOf(vpcId, (n) => id('sg', n))],
    endpoints: [
      endpoint(id('vpce', 0), vpcId, `com.amazonaws.${region}.s3`, 'Gateway', policyOf('*')),
      endpoint(
        id('vpce', 1),
        vpcId,
        `com.amazonaws.${region}.dynamodb`,
        'Gateway',
        policyOf(`arn:aws:dynamodb:${region}:${account.id}:table/*`),
      ),
      ...(account.home
        ? [
            endpoint(
              id('vpce', 2),
              vpcId,
              `com.amazonaws.${region}.secretsmanager`,
              'Interface',
              policyOf('*'),
            ),
          ]
        : []),
    ],
  }
}

/** Accounts that are not for production have saved themselves the NAT gateway. */
const wayOut = ({ env }: Account, natGatewayId: string) =>
  env === 'dev' ? [] : [{ destination: everywhere, natGatewayId, blackhole: env === 'staging' }]

const endpoint = (id: string, vpcId: string, service: string, type: string, policy: string) => ({
  id,
  vpcId,
  service,
  type,
  policy,
})

function* groupsOf(vpcId: string, idOf: (n: number) => string): Generator<GroupSpec> {
  const group = (n: number, name: string, ingress: RuleSpec[], egress: RuleSpec[]): GroupSpec => ({
    id: idOf(n),
    vpcId,
    name,
    ingress,
    egress,
  })
  yield group(0, 'functions', [], [all])
  yield group(1, 'functions-https', [], [{ ...https, cidrs: [everywhere] }])
  yield group(
    2,
    'functions-database',
    [],
    [
      { protocol: 'tcp', fromPort: 5432, toPort: 5432, groupIds: [idOf(5)] },
      { ...https, prefixLists: ['pl-6da54004'] },
    ],
  )
  yield group(
    3,
    'functions-debug',
    [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: [everywhere] }],
    [all],
  )
  yield group(
    4,
    'functions-internal',
    [{ ...https, cidrs: ['10.0.0.0/8'] }],
    [{ ...https, cidrs: ['10.0.0.0/8'] }],
  )
  yield group(5, 'database', [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, groupIds: [idOf(2)] }], [])
}
