import type { Field } from '#server/domain/field.ts'

/** An AppSync GraphQL API that has functions among its data sources or authorizers. */
export type GraphqlApiRecord = {
  kind: 'graphql-api'
  arn: string
  name: string
  accountId: string
  region: string
  apiId: string
  /** API_KEY | AWS_IAM | AMAZON_COGNITO_USER_POOLS | OPENID_CONNECT | AWS_LAMBDA; the default one first. */
  authentications: Field<string[]>
  /** GLOBAL | PRIVATE. */
  visibility: Field<string>
  webAclArn: Field<string>
  /** NONE | ERROR | INFO | DEBUG | ALL; absent where logging is off. */
  fieldLogLevel: Field<string>
  tracing: Field<boolean>
  /** Of data sources and Lambda authorizers, without qualifier. */
  functionArns: Field<string[]>
  tags: Field<Record<string, string>>
  unknownFields: string[]
}
