import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** Why an API is not judged: no function behind it. */
export function withoutFunctions(record: GraphqlApiRecord): Verdict | undefined {
  const hidden = whyUnseen('Its functions', record.functionArns)
  if (hidden) return unknown(hidden)
  const functions = record.functionArns.state === 'known' ? record.functionArns.value : []
  return functions.length === 0 ? notApplicable('No function is behind it.') : undefined
}

function evaluate(record: GraphqlApiRecord): Verdict {
  const none = withoutFunctions(record)
  if (none) return none
  const hidden = whyUnseen('Its authentication', record.authentications)
  if (hidden) return unknown(hidden)
  const ways = record.authentications.state === 'known' ? record.authentications.value : []
  const evidence = [{ label: 'Authentication', value: ways.join(', ') }]
  if (!ways.includes('API_KEY')) return pass(...evidence)
  const isPrivate = record.visibility.state === 'known' && record.visibility.value === 'PRIVATE'
  const isDefault = ways[0] === 'API_KEY'
  return {
    state: 'fail',
    severity: isPrivate ? 'low' : isDefault ? 'medium' : 'low',
    summary: isDefault
      ? `GraphQL API ${record.name} asks for an API key where its schema says nothing else.`
      : `GraphQL API ${record.name} takes an API key for the types that its schema marks with it.`,
    evidence,
  }
}

/** Source: AppSync Developer Guide, "Configuring authorization and authentication": keys are for development and public data. */
export const graphqlApiKey = defineCheck({
  id: 'graphql-api-key',
  title: 'GraphQL API takes an API key for authentication',
  group: 'front-doors',
  kind: 'graphql-api',
  severity: 'medium',
  severityNote: 'Low where the key is not the default way, or where the API is private.',
  why: 'The key is in every client that uses the API and says nothing of who calls. It is meant for development and for data that everybody may see.',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html'],
  needs: ['graphql-apis'],
  elsewhere: [
    'Prowler appsync_graphql_api_no_api_key_authentication',
    'Security Hub AppSync.5',
    'AWS Config appsync-authorization-check',
  ],
  risks: ['broken-authentication'],
  evaluate,
  remediate: (record) => ({
    text: 'Make IAM, Cognito or OpenID Connect the default way, and leave the key to types that are marked @aws_api_key on purpose. Clients with nothing but the key lose the rest.',
    cli: `aws appsync get-graphql-api ${regionOf(record)} --api-id ${shellWord(record.apiId)}`,
    cloudformation: properties('AWS::AppSync::GraphQLApi', { AuthenticationType: 'AWS_IAM' }),
    terraform: argumentsOf('aws_appsync_graphql_api', { authentication_type: 'AWS_IAM' }),
  }),
})
