import type { Field } from '#server/domain/field.ts'

/** A Lambda code signing configuration with the functions that it is attached to. */
export type CodeSigningConfigRecord = {
  kind: 'code-signing-config'
  arn: string
  /** The configuration's id. */
  name: string
  accountId: string
  region: string
  /** Enforce | Warn. */
  untrustedArtifacts: Field<string>
  signingProfileVersionArns: Field<string[]>
  /** ARNs without qualifier. */
  functionArns: Field<string[]>
  unknownFields: string[]
}
