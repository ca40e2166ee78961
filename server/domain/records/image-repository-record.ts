import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

/** An ECR repository that image functions are deployed from. */
export type ImageRepositoryRecord = {
  kind: 'image-repository'
  arn: string
  name: string
  accountId: string
  region: string
  /** 123456789012.dkr.ecr.eu-west-1.amazonaws.com/name */
  uri: string
  scanOnPush: Field<boolean>
  /** The registry's scanning: BASIC | ENHANCED. */
  registryScanning: Field<string>
  /** MUTABLE | IMMUTABLE | … */
  tagMutability: Field<string>
  policy: Field<PolicyDocument>
  unknownFields: string[]
}
