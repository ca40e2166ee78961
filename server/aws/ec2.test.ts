import * as sdk from '@aws-sdk/client-ec2'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestAws, type TestAws } from './aws-test-server.ts'
import * as lean from './ec2.ts'

let aws: TestAws
beforeEach(async () => {
  aws = await startTestAws()
})
afterEach(() => aws.close())

const config = () => ({
  region: 'eu-west-1',
  endpoint: aws.url,
  credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  maxAttempts: 1,
})
const xml = (name: string, inner: string) =>
  `<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${inner}</${name}Response>`
const answerWith = (body: string, status = 200) => {
  aws.answer = () => ({ status, body, headers: { 'content-type': 'text/xml' } })
}
type Sender = { send(command: object): Promise<{ $metadata: object }> }
const ours = (): Sender => new lean.EC2Client(config())
const theirs = (): Sender => new sdk.EC2Client(config())
const withoutMetadata = ({ $metadata: _, ...rest }: { $metadata: object }) => rest

it.each([
  [
    'DescribeRegions',
    () => [
      new lean.DescribeRegionsCommand({ AllRegions: true }),
      new sdk.DescribeRegionsCommand({ AllRegions: true }),
    ],
    '<regionInfo><item><regionName>eu-west-1</regionName><optInStatus>opted-in</optInStatus></item></regionInfo>',
  ],
  [
    'DescribeSubnets',
    () => [
      new lean.DescribeSubnetsCommand({
        Filters: [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }],
        MaxResults: 500,
        NextToken: 'n',
      }),
      new sdk.DescribeSubnetsCommand({
        Filters: [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }],
        MaxResults: 500,
        NextToken: 'n',
      }),
    ],
    '<nextToken>m</nextToken><subnetSet><item><subnetId>s-1</subnetId><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/24</cidrBlock><ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>::/56</ipv6CidrBlock></item></ipv6CidrBlockAssociationSet></item></subnetSet>',
  ],
  [
    'DescribeRouteTables',
    () => [new lean.DescribeRouteTablesCommand({}), new sdk.DescribeRouteTablesCommand({})],
    '<routeTableSet><item><routeTableId>r-1</routeTableId><associationSet><item><main>true</main><subnetId>s-1</subnetId></item></associationSet><routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-1</gatewayId><state>active</state></item></routeSet></item></routeTableSet>',
  ],
  [
    'DescribeSecurityGroups',
    () => [new lean.DescribeSecurityGroupsCommand({}), new sdk.DescribeSecurityGroupsCommand({})],
    '<securityGroupInfo><item><groupId>sg-1</groupId><groupName>a</groupName><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort><groups><item><groupId>sg-2</groupId></item></groups><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item></ipPermissions><ipPermissionsEgress/></item></securityGroupInfo>',
  ],
  [
    'DescribeVpcEndpoints',
    () => [new lean.DescribeVpcEndpointsCommand({}), new sdk.DescribeVpcEndpointsCommand({})],
    '<vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><serviceName>s3</serviceName><state>available</state><policyDocument>{}</policyDocument></item></vpcEndpointSet>',
  ],
] as const)('%s asks and reads as the SDK’s own client does', async (name, commands, inner) => {
  answerWith(xml(name, inner))
  const [lean = {}, full = {}]: readonly object[] = commands()
  const read = await ours().send(lean)
  expect(withoutMetadata(read)).toEqual(withoutMetadata(await theirs().send(full)))
  const [first, second] = aws.requests
  const asked = (body = '') => Object.fromEntries(new URLSearchParams(body))
  expect(asked(first?.body)).toEqual(asked(second?.body))
})

it('says what AWS refused', async () => {
  const error = '<Code>UnauthorizedOperation</Code><Message>no</Message>'
  answerWith(`<Response><Errors><Error>${error}</Error></Errors><RequestID>1</RequestID></Response>`, 403)
  await expect(ours().send(new lean.DescribeRegionsCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: 'no',
  })
})
