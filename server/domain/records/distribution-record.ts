import type { Field } from '#server/domain/field.ts'

export type DistributionOrigin = {
  id: string
  domainName: string
  path: string
  originAccessControlId?: string
  /** Names alone: a value is often the secret by which the origin knows its distribution. */
  customHeaderNames: string[]
}

export type DistributionBehaviour = {
  /** `*` for the default behaviour. */
  pathPattern: string
  originId: string
  viewerProtocolPolicy?: string
  allowedMethods: string[]
  /** Signed URLs or cookies are asked for. */
  restrictsViewers: boolean
  /** Lambda@Edge: viewer-request | viewer-response | origin-request | origin-response. */
  functions: { eventType: string; arn: string; includesBody: boolean }[]
}

/** A CloudFront distribution. Stored under the global region. */
export type DistributionRecord = {
  kind: 'distribution'
  arn: string
  /** The distribution's id. */
  name: string
  accountId: string
  region: string
  domainName: string
  aliases: Field<string[]>
  enabled: Field<boolean>
  status: Field<string>
  webAclArn: Field<string>
  origins: Field<DistributionOrigin[]>
  behaviours: Field<DistributionBehaviour[]>
  comment: Field<string>
  unknownFields: string[]
}
