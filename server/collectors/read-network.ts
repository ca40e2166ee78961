import type { Field } from '#server/domain/field.ts'
import { parsePolicyDocument, policyStatements } from '#server/domain/iam/policy-document.ts'
import { asArray, asNumber, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type {
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  VpcEndpoint,
} from '#server/domain/records/vpc-record.ts'

/** The subnets of one VPC with what their route table says of the world outside. */
export function readSubnets(subnets: JsonObject[], routeTables: Field<JsonObject[]>): Subnet[] {
  const tables = routeTables.state === 'known' ? routeTables.value : []
  const tableOf = (subnetId: string) =>
    tables.find((table) => associations(table).some((one) => one.SubnetId === subnetId)) ??
    tables.find((table) => associations(table).some((one) => one.Main === true))
  const read = subnets.flatMap((from) => {
    const id = asText(from.SubnetId)
    if (id === undefined) return []
    const table = tableOf(id)
    return {
      id,
      availabilityZone: asText(from.AvailabilityZone) ?? '',
      cidr: asText(from.CidrBlock) ?? asText(firstOf(from.Ipv6CidrBlockAssociationSet).Ipv6CidrBlock) ?? '',
      ...(table === undefined ? {} : wayOutOf(table)),
    }
  })
  return read.sort((a, b) => (a.id < b.id ? -1 : 1))
}

const firstOf = (list: unknown) => asObject(asArray(list)[0])
const associations = (table: JsonObject) => asArray(table.Associations).map(asObject)

const EVERYWHERE = ['0.0.0.0/0', '::/0']

/** Where the default routes lead; a blackhole leads nowhere, nor does a peered VPC lead on from there. */
function wayOutOf(table: JsonObject): Required<Pick<Subnet, 'isPublic' | 'hasEgress'>> {
  const targets = asArray(table.Routes)
    .map(asObject)
    .filter((route) => {
      const destination = asText(route.DestinationCidrBlock) ?? asText(route.DestinationIpv6CidrBlock) ?? ''
      const leadsNowhere = route.State === 'blackhole' || route.VpcPeeringConnectionId !== undefined
      return EVERYWHERE.includes(destination) && !leadsNowhere
    })
    .map((route) => asText(route.GatewayId) ?? '')
  return {
    isPublic: targets.some((gateway) => gateway.startsWith('igw-')),
    hasEgress: targets.some((gateway) => !gateway.startsWith('igw-')),
  }
}

/** A security group with its rules; the order of these means nothing. */
export function readSecurityGroup(from: JsonObject): SecurityGroup | undefined {
  const id = asText(from.GroupId)
  if (id === undefined) return undefined
  const rules = (value: unknown) =>
    asArray(value)
      .map((rule) => readRule(asObject(rule)))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return {
    id,
    name: asText(from.GroupName) ?? '',
    ingress: rules(from.IpPermissions),
    egress: rules(from.IpPermissionsEgress),
  }
}

function readRule(from: JsonObject): SecurityGroupRule {
  const texts = (list: unknown, name: string) =>
    asArray(list).flatMap((one) => asText(asObject(one)[name]) ?? [])
  const fromPort = asNumber(from.FromPort)
  const toPort = asNumber(from.ToPort)
  return {
    protocol: asText(from.IpProtocol) ?? '',
    ...(fromPort === undefined ? {} : { fromPort }),
    ...(toPort === undefined ? {} : { toPort }),
    cidrs: [...texts(from.IpRanges, 'CidrIp'), ...texts(from.Ipv6Ranges, 'CidrIpv6')].sort(),
    groups: [...texts(from.UserIdGroupPairs, 'GroupId'), ...texts(from.PrefixListIds, 'PrefixListId')].sort(),
  }
}

export function readEndpoint(from: JsonObject): VpcEndpoint | undefined {
  const id = asText(from.VpcEndpointId)
  if (id === undefined) return undefined
  const policy = asText(from.PolicyDocument)
  const allowsEverything = policy === undefined ? undefined : letsEverythingThrough(policy)
  return {
    id,
    service: asText(from.ServiceName) ?? '',
    type: asText(from.VpcEndpointType) ?? '',
    state: (asText(from.State) ?? '').toLowerCase(),
    ...(allowsEverything === undefined ? {} : { policyAllowsEverything: allowsEverything }),
  }
}

/** Whether a statement lets anyone do anything with anything; undefined where the policy cannot be read. */
function letsEverythingThrough(policy: string): boolean | undefined {
  const statements = policyStatements(parsePolicyDocument(policy))
  return statements?.some(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === 'Allow' &&
      principals.some(({ value }) => value === '*') &&
      actions.includes('*') &&
      resources.includes('*') &&
      conditions.length === 0,
  )
}
