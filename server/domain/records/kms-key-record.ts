import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

/** A KMS key that a function, log group, queue, topic or trail is encrypted with. */
export type KmsKeyRecord = {
  kind: 'kms-key'
  arn: string
  /** The key's id. */
  name: string
  accountId: string
  region: string
  /** Enabled | Disabled | PendingDeletion | PendingImport | Unavailable | … */
  state: Field<string>
  /** AWS | CUSTOMER. */
  manager: Field<string>
  /** SYMMETRIC_DEFAULT, RSA_2048, …: symmetric keys alone can rotate by themselves. */
  keySpec: Field<string>
  /** AWS_KMS | EXTERNAL | AWS_CLOUDHSM. */
  origin: Field<string>
  rotates: Field<boolean>
  policy: Field<PolicyDocument>
  deletionAt: Field<string>
  /** `alias/…` by which something of the region names it; left out where nothing does. */
  aliases?: string[]
  unknownFields: string[]
}
