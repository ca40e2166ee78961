import { $Command, STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { AwsEc2QueryProtocol } from '@aws-sdk/core/protocols'
import { getEndpointPlugin } from '@smithy/core/endpoints'
import { dnsSuffix } from './aws-region.ts'

/**
 * The five EC2 operations that we use. The SDK's own EC2 client knows 700 and takes 50 MB of memory to load; this one
 * signs, retries and finds its endpoint as all of the SDK does, and knows just the members that are read here.
 */
const NAMESPACE = 'com.amazonaws.ec2'
const STRUCTURE = 3
const LIST = 1
const OPERATION = 9
const TEXT = 0
const NUMBER = 1
const BOOLEAN = 2

type Schema = number | readonly unknown[]
/** Name in the SDK's style, name in the answer's XML, and what it is. */
type Member = readonly [name: string, xmlName: string, schema: Schema]

const structure = (name: string, members: readonly Member[]): Schema => [
  STRUCTURE,
  NAMESPACE,
  name,
  0,
  members.map(([member]) => member),
  members.map(([, xmlName, schema]) => [typeof schema === 'number' ? schema : () => schema, { xmlName }]),
]
const listOf = (name: string, item: Schema, xmlName = 'item'): Schema => [
  LIST,
  NAMESPACE,
  `${name}List`,
  0,
  [typeof item === 'number' ? item : () => item, { xmlName }],
]
const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const texts = (...names: string[]): Member[] => names.map((name) => [name, lower(name), TEXT])
const items = (name: string, xmlName: string, members: readonly Member[]): Member => [
  name,
  xmlName,
  listOf(name, structure(`${name}Item`, members)),
]

const filter = structure('Filter', [
  ['Name', 'Name', TEXT],
  ['Values', 'Value', listOf('Value', TEXT)],
])
const PAGE_INPUT: readonly Member[] = [
  ['Filters', 'Filter', listOf('Filter', filter, 'Filter')],
  ['NextToken', 'NextToken', TEXT],
  ['MaxResults', 'MaxResults', NUMBER],
]
const RULE: readonly Member[] = [
  ...texts('IpProtocol'),
  ['FromPort', 'fromPort', NUMBER],
  ['ToPort', 'toPort', NUMBER],
  items('UserIdGroupPairs', 'groups', texts('GroupId', 'UserId', 'VpcPeeringConnectionId')),
  items('IpRanges', 'ipRanges', texts('CidrIp')),
  items('Ipv6Ranges', 'ipv6Ranges', texts('CidrIpv6')),
  items('PrefixListIds', 'prefixListIds', texts('PrefixListId')),
]
const SUBNET: readonly Member[] = [
  ...texts('SubnetId', 'VpcId', 'AvailabilityZone', 'CidrBlock', 'State'),
  items('Ipv6CidrBlockAssociationSet', 'ipv6CidrBlockAssociationSet', texts('Ipv6CidrBlock')),
]
const ROUTE = texts(
  'DestinationCidrBlock',
  'DestinationIpv6CidrBlock',
  'DestinationPrefixListId',
  'EgressOnlyInternetGatewayId',
  'GatewayId',
  'InstanceId',
  'NatGatewayId',
  'TransitGatewayId',
  'NetworkInterfaceId',
  'State',
  'VpcPeeringConnectionId',
)
const ROUTE_TABLE: readonly Member[] = [
  ...texts('RouteTableId', 'VpcId'),
  items('Associations', 'associationSet', [['Main', 'main', BOOLEAN], ...texts('SubnetId', 'GatewayId')]),
  items('Routes', 'routeSet', ROUTE),
]
const SECURITY_GROUP: readonly Member[] = [
  ...texts('GroupId', 'GroupName', 'VpcId'),
  items('IpPermissions', 'ipPermissions', RULE),
  items('IpPermissionsEgress', 'ipPermissionsEgress', RULE),
]
const ENDPOINT = texts('VpcEndpointId', 'VpcEndpointType', 'VpcId', 'ServiceName', 'State', 'PolicyDocument')

const operation = (name: string, input: readonly Member[], output: readonly Member[]) => {
  const [asked, answered] = [structure(`${name}Request`, input), structure(`${name}Result`, output)]
  return [OPERATION, NAMESPACE, name, 0, () => asked, () => answered]
}
const list = (name: string, item: Member) => operation(name, PAGE_INPUT, [...texts('NextToken'), item])

export type Ec2Page = {
  Filters?: { Name: string; Values: string[] }[]
  NextToken?: string
  MaxResults?: number
}

type Answer = { $metadata: Record<string, unknown> }

function commandOf<Input extends object>(name: string, schema: unknown) {
  return $Command
    .classBuilder<Input, Answer, never, object, Answer>()
    .ep({
      UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
      Endpoint: { type: 'builtInParams', name: 'endpoint' },
      Region: { type: 'builtInParams', name: 'region' },
      UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
    })
    .m((Command, _serializers, config) => [
      getEndpointPlugin(config, Command.getEndpointParameterInstructions()),
    ])
    .s('AmazonEC2', name, {})
    .n('EC2Client', `${name}Command`)
    .sc(schema as never)
    .build()
}

const REGION = items('Regions', 'regionInfo', texts('RegionName', 'OptInStatus'))
const ALL_REGIONS: Member = ['AllRegions', 'AllRegions', BOOLEAN]

export class DescribeRegionsCommand extends commandOf<{ AllRegions?: boolean }>(
  'DescribeRegions',
  operation('DescribeRegions', [ALL_REGIONS], [REGION]),
) {}
export class DescribeSubnetsCommand extends commandOf<Ec2Page>(
  'DescribeSubnets',
  list('DescribeSubnets', items('Subnets', 'subnetSet', SUBNET)),
) {}
export class DescribeRouteTablesCommand extends commandOf<Ec2Page>(
  'DescribeRouteTables',
  list('DescribeRouteTables', items('RouteTables', 'routeTableSet', ROUTE_TABLE)),
) {}
export class DescribeSecurityGroupsCommand extends commandOf<Ec2Page>(
  'DescribeSecurityGroups',
  list('DescribeSecurityGroups', items('SecurityGroups', 'securityGroupInfo', SECURITY_GROUP)),
) {}
export class DescribeVpcEndpointsCommand extends commandOf<Ec2Page>(
  'DescribeVpcEndpoints',
  list('DescribeVpcEndpoints', items('VpcEndpoints', 'vpcEndpointSet', ENDPOINT)),
) {}

type EndpointParameters = { Region?: string; UseDualStack?: boolean; UseFIPS?: boolean; Endpoint?: string }

/** Source: AWS General Reference, Amazon EC2 endpoints. */
function endpointOf({ Region = 'us-east-1', UseDualStack, UseFIPS, Endpoint }: EndpointParameters) {
  const properties = { authSchemes: [{ name: 'sigv4', signingName: 'ec2', signingRegion: Region }] }
  if (Endpoint) return { url: new URL(Endpoint), properties }
  const partition = Region.startsWith('cn-') ? 'aws-cn' : 'aws'
  const suffix = UseDualStack ? 'api.aws' : dnsSuffix(partition)
  return { properties, url: new URL(`https://ec2${UseFIPS ? '-fips' : ''}.${Region}.${suffix}`) }
}

const OVERRIDES = {
  apiVersion: '2016-11-15',
  serviceId: 'EC2',
  protocol: AwsEc2QueryProtocol,
  protocolSettings: {
    defaultNamespace: NAMESPACE,
    errorTypeRegistries: [],
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15',
    version: '2016-11-15',
    serviceTarget: 'AmazonEC2',
  },
  endpointProvider: endpointOf,
}

/** EC2 over the machinery of the SDK's smallest client that speaks a like protocol. */
export class EC2Client extends STSClient {
  constructor(config: STSClientConfig) {
    super({ ...config, ...(OVERRIDES as object) })
  }
}
