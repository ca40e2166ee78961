import type { Field } from '#server/domain/field.ts'

export type WebAclRule = {
  name: string
  priority: number
  /** managed | rate-based | group | own. */
  type: string
  /** ALLOW | BLOCK | COUNT | CAPTCHA | CHALLENGE | NONE (a managed group's own actions). */
  action: string
  /** Requests in the evaluation window from one address. */
  rateLimit?: number
}

/** An AWS WAF web ACL with the API stages and load balancers that it stands before. */
export type WebAclRecord = {
  kind: 'web-acl'
  arn: string
  name: string
  accountId: string
  /** The global region for those of CloudFront. */
  region: string
  scope: 'REGIONAL' | 'CLOUDFRONT'
  defaultAction: Field<string>
  rules: Field<WebAclRule[]>
  /** ARNs; those of CloudFront name their ACL themselves. */
  resources: Field<string[]>
  unknownFields: string[]
}
