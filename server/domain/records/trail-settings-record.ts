import type { Field } from '#server/domain/field.ts'

/** One selector of data events, basic and advanced ones brought into one form. */
export type DataEventSelector = {
  /** AWS::Lambda::Function, AWS::S3::Object, … */
  resourceType: string
  /** ARNs or prefixes of ARNs; empty: every resource of the type. */
  resources: string[]
  /** ReadOnly | WriteOnly | All. */
  readWrite: string
  /** Set where an advanced selector narrows by something else than the resource: not every event is recorded. */
  narrowed: boolean
}

/**
 * A CloudTrail trail as it records one region: one of several regions is there once for each, with the same ARN. Also
 * one of the organisation that records this account. Its home region is the one in its ARN.
 */
export type TrailSettingsRecord = {
  kind: 'trail'
  arn: string
  name: string
  accountId: string
  /** The region whose events it records. */
  region: string
  isMultiRegion: Field<boolean>
  isOrganizationTrail: Field<boolean>
  includesGlobalEvents: Field<boolean>
  isLogging: Field<boolean>
  validatesLogFiles: Field<boolean>
  kmsKeyArn: Field<string>
  bucket: Field<string>
  logGroupArn: Field<string>
  /** Why the last delivery failed; absent where it did not. */
  deliveryError: Field<string>
  managementEvents: Field<'all' | 'read' | 'write' | 'none'>
  dataEvents: Field<DataEventSelector[]>
  unknownFields: string[]
}
