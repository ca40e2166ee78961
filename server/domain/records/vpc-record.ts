import type { Field } from '#server/domain/field.ts'

export type Subnet = {
  id: string
  availabilityZone: string
  cidr: string
  /** Its route table leads to an internet gateway; undefined where the route table was not found. */
  isPublic?: boolean
  /** It has a default route: by a NAT gateway, transit gateway or appliance. */
  hasEgress?: boolean
}

export type SecurityGroupRule = {
  /** tcp | udp | icmp | -1 for all. */
  protocol: string
  fromPort?: number
  toPort?: number
  cidrs: string[]
  /** Security groups and prefix lists. */
  groups: string[]
}

export type SecurityGroup = {
  id: string
  name: string
  ingress: SecurityGroupRule[]
  egress: SecurityGroupRule[]
}

export type VpcEndpoint = {
  id: string
  /** com.amazonaws.eu-west-1.s3 */
  service: string
  /** Gateway | Interface | … */
  type: string
  state: string
  policyAllowsEverything?: boolean
}

/** A VPC that functions or load balancers are in, with what they use of it. */
export type VpcRecord = {
  kind: 'vpc'
  /** arn:aws:ec2:region:account:vpc/vpc-… */
  arn: string
  /** vpc-… */
  name: string
  accountId: string
  region: string
  subnets: Field<Subnet[]>
  securityGroups: Field<SecurityGroup[]>
  endpoints: Field<VpcEndpoint[]>
  unknownFields: string[]
}
