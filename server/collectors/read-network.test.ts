import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { JsonObject } from '#server/domain/json.ts'
import { readEndpoint, readSecurityGroup, readSubnets } from './read-network.ts'

const SUBNET = { SubnetId: 'subnet-1', AvailabilityZone: 'eu-west-1a', CidrBlock: '10.0.0.0/24' }
const table = (association: object, ...Routes: object[]): JsonObject => ({
  Associations: [association],
  Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }, ...Routes],
})
const own = (...routes: object[]) => table({ SubnetId: 'subnet-1' }, ...routes)
const everywhere = (target: object) => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...target })

describe('a subnet', () => {
  it.each([
    ['by an internet gateway', [own(everywhere({ GatewayId: 'igw-1' }))], [true, false]],
    ['by a NAT gateway', [own(everywhere({ NatGatewayId: 'nat-1' }))], [false, true]],
    ['by a transit gateway', [own(everywhere({ TransitGatewayId: 'tgw-1' }))], [false, true]],
    ['by an appliance', [own(everywhere({ NetworkInterfaceId: 'eni-1' }))], [false, true]],
    [
      'by IPv6 alone',
      [own({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' })],
      [false, true],
    ],
    ['nowhere', [own()], [false, false]],
    [
      'by a gateway that is gone',
      [own(everywhere({ NatGatewayId: 'nat-1', State: 'blackhole' }))],
      [false, false],
    ],
    ['by a peered VPC', [own(everywhere({ VpcPeeringConnectionId: 'pcx-1' }))], [false, false]],
    ['by the main table', [table({ Main: true }, everywhere({ GatewayId: 'igw-1' }))], [true, false]],
    [
      'by its own table, whatever the main one says',
      [table({ Main: true }, everywhere({ GatewayId: 'igw-1' })), own(everywhere({ NatGatewayId: 'nat-1' }))],
      [false, true],
    ],
    ['by a table of which nothing is known', [table({ SubnetId: 'subnet-2' })], [undefined, undefined]],
  ])('leads out %s', (_, tables, [isPublic, hasEgress]) => {
    const [subnet] = readSubnets([SUBNET], known(tables))
    expect([subnet?.isPublic, subnet?.hasEgress]).toEqual([isPublic, hasEgress])
  })

  it('leads nobody knows where without route tables', () => {
    const read = readSubnets([SUBNET], denied('ec2:DescribeRouteTables'))
    expect(read).toEqual([{ id: 'subnet-1', availabilityZone: 'eu-west-1a', cidr: '10.0.0.0/24' }])
  })
})

describe('a security group', () => {
  it('has the same rules in whatever order they come', () => {
    const rules = [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }], UserIdGroupPairs: [{ GroupId: 'sg-2' }] },
    ]
    const read = (IpPermissions: object[]) => readSecurityGroup({ GroupId: 'sg-1', IpPermissions })
    expect(read(rules)).toEqual(read([...rules].reverse()))
    expect(read(rules)).toMatchObject({
      name: '',
      ingress: [
        { protocol: '-1', cidrs: ['::/0'], groups: ['sg-2'] },
        { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['10.0.0.0/8'], groups: [] },
      ],
      egress: [],
    })
  })
})

describe('an endpoint', () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }
  const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }
  it.each([
    ['everything', { Statement: [allow] }, true],
    [
      'everything, written as lists',
      { Statement: { ...allow, Action: ['*'], Principal: { AWS: '*' } } },
      true,
    ],
    ['one organisation', { Statement: [{ ...allow, Condition: organization }] }, false],
    ['one bucket', { Statement: [{ ...allow, Resource: 'arn:aws:s3:::b/*' }] }, false],
    ['nothing that can be read', 'none', undefined],
  ])('lets through %s', (_, policy, expected) => {
    const read = readEndpoint({ VpcEndpointId: 'vpce-1', PolicyDocument: JSON.stringify(policy) })
    expect(read?.policyAllowsEverything).toBe(expected)
  })
})

it('nothing that EC2 could answer makes reading it throw', () => {
  const json = fc.jsonValue() as fc.Arbitrary<JsonObject>
  const members = fc.constantFrom(
    'SubnetId',
    'Associations',
    'Routes',
    'IpPermissions',
    'GroupId',
    'PolicyDocument',
  )
  const item = fc.dictionary(members, json)
  fc.assert(
    fc.property(fc.array(item), fc.array(item), item, (subnets, tables, other) => {
      readSubnets([{ SubnetId: 'subnet-1' }, ...subnets], known(tables))
      readSecurityGroup({ GroupId: 'sg-1', ...other })
      readEndpoint({ VpcEndpointId: 'vpce-1', ...other })
    }),
  )
})
