import type { Field } from '#server/domain/field.ts'

/** A Cognito user pool with the functions that it calls while people sign in. */
export type UserPoolRecord = {
  kind: 'user-pool'
  arn: string
  name: string
  accountId: string
  region: string
  poolId: string
  /** By trigger: PreSignUp, PreTokenGeneration, CustomMessage, …; at most one function each. */
  triggers: Field<{ trigger: string; functionArn: string }[]>
  selfSignUp: Field<boolean>
  unknownFields: string[]
}
