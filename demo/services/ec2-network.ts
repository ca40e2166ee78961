import type { RuleSpec } from '#demo/estate/platform/network.ts'
import { networkOf } from '#demo/estate/platform/platform.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { asList, boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const badToken = () => new AwsError('InvalidPaginationToken', 400, 'The pagination token is invalid.')
const badSize = () => new AwsError('InvalidParameterValue', 400, 'Value for parameter maxResults is invalid.')

/** Items that all filters let through. An item is filtered by what it is written as. */
function list(
  call: Call,
  element: string,
  all: readonly object[],
  members: Record<string, string>,
): Record<string, unknown> {
  const filters = asList(call.input.Filter)
  const unknown = filters.find(({ Name }) => !Object.hasOwn(members, String(Name)))
  if (unknown)
    throw new AwsError('InvalidParameterValue', 400, `The filter '${String(unknown.Name)}' is invalid`)
  const wanted = all.filter((item) =>
    filters.every(({ Name, Value }) => {
      const text = String(Object.entries(item).find(([key]) => key === members[String(Name)])?.[1])
      return (Array.isArray(Value) ? Value : []).includes(text)
    }),
  )
  const size = boundedInt(call.input.MaxResults, 1000, 5, 1000, badSize)
  const { items, token } = page(call, wanted, call.input.NextToken, size, badToken)
  return { [element]: items, nextToken: token }
}

function describeSubnets(call: Call): unknown {
  const subnets = networkOf(partitionOf(call)).subnets.map(({ id, vpcId, zone, cidr }) => ({
    subnetId: id,
    subnetArn: `arn:aws:ec2:${call.region}:${call.account.id}:subnet/${id}`,
    state: 'available',
    vpcId,
    cidrBlock: cidr,
    availableIpAddressCount: 211,
    availabilityZone: zone,
    defaultForAz: false,
    mapPublicIpOnLaunch: false,
    ownerId: call.account.id,
  }))
  return list(call, 'subnetSet', subnets, { 'vpc-id': 'vpcId', 'subnet-id': 'subnetId' })
}

function describeRouteTables(call: Call): unknown {
  const tables = networkOf(partitionOf(call)).routeTables.map(({ id, vpcId, main, subnetIds, routes }) => ({
    routeTableId: id,
    vpcId,
    ownerId: call.account.id,
    routeSet: routes.map(({ destination, gatewayId, natGatewayId, blackhole }) => ({
      destinationCidrBlock: destination,
      gatewayId,
      natGatewayId,
      state: blackhole ? 'blackhole' : 'active',
      origin: gatewayId === 'local' ? 'CreateRouteTable' : 'CreateRoute',
    })),
    associationSet: [
      ...(main ? [{ routeTableAssociationId: `${id}-main`, routeTableId: id, main: true }] : []),
      ...subnetIds.map((subnetId) => ({
        routeTableAssociationId: `${id}-${subnetId}`,
        routeTableId: id,
        subnetId,
        main: false,
      })),
    ],
  }))
  return list(call, 'routeTableSet', tables, { 'vpc-id': 'vpcId', 'route-table-id': 'routeTableId' })
}

const permission = ({ protocol, fromPort, toPort, ...to }: RuleSpec) => ({
  ipProtocol: protocol,
  fromPort,
  toPort,
  groups: to.groupIds?.map((groupId) => ({ groupId })) ?? [],
  ipRanges: to.cidrs?.map((cidrIp) => ({ cidrIp })) ?? [],
  ipv6Ranges: to.cidrs6?.map((cidrIpv6) => ({ cidrIpv6 })) ?? [],
  prefixListIds: to.prefixLists?.map((prefixListId) => ({ prefixListId })) ?? [],
})

function describeSecurityGroups(call: Call): unknown {
  const groups = networkOf(partitionOf(call)).groups.map(({ id, vpcId, name, ingress, egress }) => ({
    ownerId: call.account.id,
    groupId: id,
    groupName: name,
    groupDescription: name,
    vpcId,
    ipPermissions: ingress.map(permission),
    ipPermissionsEgress: egress.map(permission),
  }))
  return list(call, 'securityGroupInfo', groups, { 'vpc-id': 'vpcId', 'group-id': 'groupId' })
}

function describeVpcEndpoints(call: Call): unknown {
  const endpoints = networkOf(partitionOf(call)).endpoints.map(({ id, vpcId, service, type, policy }) => ({
    vpcEndpointId: id,
    vpcEndpointType: type,
    vpcId,
    serviceName: service,
    state: 'available',
    policyDocument: policy,
    ownerId: call.account.id,
  }))
  return list(call, 'vpcEndpointSet', endpoints, { 'vpc-id': 'vpcId', 'vpc-endpoint-id': 'vpcEndpointId' })
}

const on = (run: Operation['run']): Operation => ({ run, bucket: { name: 'describe', perSecond: 20 } })

export const networkOperations: Record<string, Operation> = {
  DescribeSubnets: on(describeSubnets),
  DescribeRouteTables: on(describeRouteTables),
  DescribeSecurityGroups: on(describeSecurityGroups),
  DescribeVpcEndpoints: on(describeVpcEndpoints),
}
