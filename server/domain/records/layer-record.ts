import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'
import type { SecretMatch } from './secret-match.ts'

export type LayerVersion = {
  version: number
  arn: string
  policy: Field<PolicyDocument>
  createdAt?: string
  description?: string
  compatibleRuntimes: string[]
}

/** A Lambda layer of the account: its latest version, and those that functions of the account use. */
export type LayerRecord = {
  kind: 'layer'
  /** Without version. */
  arn: string
  name: string
  accountId: string
  region: string
  versions: Field<LayerVersion[]>
  /** In descriptions. */
  secrets: Field<SecretMatch[]>
  unknownFields: string[]
}
