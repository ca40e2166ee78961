import type { Field } from '#server/domain/field.ts'

export type ListenerRule = {
  priority: string
  /** In words: `path /orders/*`, `host api.example.com`. */
  conditions: string[]
  /** Target groups of type lambda that it forwards to. */
  targetGroupArns: string[]
  /** authenticate-oidc or authenticate-cognito stands before the forward. */
  authenticates: boolean
}

export type Listener = { arn: string; port: number; protocol: string; rules: ListenerRule[] }

/** A load balancer that has Lambda functions among its targets. */
export type LoadBalancerRecord = {
  kind: 'load-balancer'
  arn: string
  name: string
  accountId: string
  region: string
  dnsName: string
  /** internet-facing | internal. */
  scheme: Field<string>
  type: Field<string>
  state: Field<string>
  vpcId: Field<string>
  securityGroupIds: Field<string[]>
  listeners: Field<Listener[]>
  targets: Field<{ targetGroupArn: string; functionArn: string; health?: string }[]>
  webAclArn: Field<string>
  tags: Field<Record<string, string>>
  unknownFields: string[]
}
