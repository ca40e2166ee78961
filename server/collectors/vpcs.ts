import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
} from '#server/aws/ec2.ts'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import type { Operation } from '#server/aws/operation.ts'
import { absent, type Field, mapField } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import type { Batches } from './read-each.ts'
import { readList } from './read-list.ts'
import { readEndpoint, readSecurityGroup, readSubnets } from './read-network.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'ec2',
  name,
  permission: `ec2:${name}`,
  costUsd: 0,
  hides,
})
const describeSubnets = operation('DescribeSubnets', 'in which availability zones functions run')
const describeRouteTables = operation(
  'DescribeRouteTables',
  'whether functions in a VPC can reach what is outside of it',
)
const describeGroups = operation(
  'DescribeSecurityGroups',
  'what the security groups of functions let through',
)
const describeEndpoints = operation('DescribeVpcEndpoints', 'how functions in a VPC reach other AWS services')

/** A VPC that functions are in, with the security groups that they have. */
export type UsedVpc = { vpcId: string; securityGroupIds: readonly string[] }

/** EC2 takes 200 values in a filter. Source: EC2 API reference, Filter. */
const MOST_VALUES = 200
const PAGE_SIZE = 500

/** The VPCs that functions of the region are in: four lists for all of them together. */
export const vpcs = defineCollector<VpcRecord, readonly UsedVpc[]>({
  id: 'vpcs',
  title: 'VPCs',
  scope: 'region',
  kind: 'vpc',
  changedBy: ['ec2.amazonaws.com'],
  changedOnlyBy: [
    'CreateSubnet',
    'DeleteSubnet',
    'CreateRoute',
    'DeleteRoute',
    'ReplaceRoute',
    'AssociateRouteTable',
    'DisassociateRouteTable',
    'ReplaceRouteTableAssociation',
    'AttachInternetGateway',
    'DetachInternetGateway',
    'DeleteNatGateway',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'ModifySecurityGroupRules',
    'CreateVpcEndpoint',
    'ModifyVpcEndpoint',
    'DeleteVpcEndpoints',
  ],
  onlyWithFunctions: true,
  operations: [describeSubnets, describeRouteTables, describeGroups, describeEndpoints],
  async *collect(context, used): Batches<VpcRecord> {
    const wanted = (used ?? []).filter(({ vpcId }) => /^vpc-[0-9a-z]+$/.test(vpcId))
    for (let from = 0; from < wanted.length; from += MOST_VALUES)
      yield await readVpcs(context, wanted.slice(from, from + MOST_VALUES))
    return { complete: true }
  },
})

type Listed = Field<JsonObject[]>
type Page = { Filters: { Name: string; Values: string[] }[]; NextToken?: string; MaxResults: number }

async function readVpcs(context: CollectorContext, used: readonly UsedVpc[]): Promise<VpcRecord[]> {
  const vpcIds = used.map(({ vpcId }) => vpcId)
  const list = (of: Operation, command: (page: Page) => ObservedCommand, items: string, element: string) =>
    listOf(context, { operation: of, command, items, element }, 'vpc-id', vpcIds)
  const [subnets, routeTables, groups, endpoints] = await Promise.all([
    list(describeSubnets, (page) => new DescribeSubnetsCommand(page), 'Subnets', 'subnetSet'),
    list(describeRouteTables, (page) => new DescribeRouteTablesCommand(page), 'RouteTables', 'routeTableSet'),
    list(
      describeGroups,
      (page) => new DescribeSecurityGroupsCommand(page),
      'SecurityGroups',
      'securityGroupInfo',
    ),
    list(
      describeEndpoints,
      (page) => new DescribeVpcEndpointsCommand(page),
      'VpcEndpoints',
      'vpcEndpointSet',
    ),
  ])
  return used.flatMap(({ vpcId, securityGroupIds }) => {
    const here = (listed: Listed) => mapField(listed, (all) => all.filter((one) => one.VpcId === vpcId))
    const own = here(subnets)
    if (own.state === 'known' && own.value.length === 0) return []
    const isUsed = new Set(securityGroupIds)
    return {
      kind: 'vpc' as const,
      arn: `arn:${context.account.partition}:ec2:${context.region}:${context.account.id}:vpc/${vpcId}`,
      name: vpcId,
      accountId: context.account.id,
      region: context.region,
      subnets: mapField(own, (found) => readSubnets(found, here(routeTables))),
      securityGroups: sorted(here(groups), (one) =>
        isUsed.has(asText(one.GroupId) ?? '') ? readSecurityGroup(one) : undefined,
      ),
      endpoints: sorted(here(endpoints), readEndpoint),
      unknownFields: [],
    }
  })
}

type List = {
  operation: Operation
  command: (page: Page) => ObservedCommand
  items: string
  element: string
}

async function listOf(
  context: CollectorContext,
  { command, ...list }: List,
  Name: string,
  Values: string[],
): Promise<Listed> {
  const listed = await readList(context, {
    ...list,
    command: (NextToken) => command({ Filters: [{ Name, Values }], NextToken, MaxResults: PAGE_SIZE }),
    token: 'NextToken',
    emptyAllowed: true,
  })
  return mapField(listed, (items) => items.map(asObject))
}

/** What could be read of a list, by id; an empty list is absent. */
function sorted<T extends { id: string }>(
  listed: Listed,
  read: (from: JsonObject) => T | undefined,
): Field<T[]> {
  if (listed.state !== 'known') return listed
  const found = listed.value.map(read).filter((one) => one !== undefined)
  if (found.length === 0) return absent()
  return { state: 'known', value: found.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}
