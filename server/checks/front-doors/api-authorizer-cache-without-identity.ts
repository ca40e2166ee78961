import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { ApiAuthorizer, ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Door, functionsOf, surfaceOf } from './api-surface.ts'

/** Sources that are the same for many callers: whoever shares one shares the answer. */
const SHARED = /(^|\.)(requestContext|context|stageVariables)\.|header\.(host|origin|user-agent)$/i

const isFaulty = ({ cacheTtlSeconds = 0, identitySources }: ApiAuthorizer) =>
  cacheTtlSeconds > 0 && identitySources.every((source) => SHARED.test(source))

function lambdaAuthorizers(record: ApiRecord, doors: readonly Door[]): ApiAuthorizer[] {
  const used = new Set(doors.map(({ route }) => route.authorizerId))
  const all = record.authorizers.state === 'known' ? record.authorizers.value : []
  return all.filter(({ id, functionArn }) => functionArn !== undefined && used.has(id))
}

function evaluate(record: ApiRecord): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden = whyUnseen('Its authorizers', record.authorizers)
  if (hidden) return unknown(hidden)
  const authorizers = lambdaAuthorizers(record, surface.doors)
  if (authorizers.length === 0)
    return notApplicable('None of its routes to functions uses a Lambda authorizer.')
  const evidence = authorizers.map(({ name, cacheTtlSeconds = 0, identitySources }) => ({
    label: `Authorizer ${name}`,
    value: `Cache ${cacheTtlSeconds} s, identity sources ${identitySources.join(', ') || 'none'}`,
  }))
  const faulty = authorizers.filter(isFaulty)
  if (faulty.length === 0) return pass(...evidence)
  const ids = new Set(faulty.map(({ id }) => id))
  return {
    state: 'fail',
    severity: 'high',
    summary: `Authorizer ${listed(faulty.map(({ name }) => name))} keeps its answer for one caller and gives it to others: nothing in the key tells callers apart.`,
    evidence,
    affects: functionsOf(surface.doors.filter(({ route }) => ids.has(route.authorizerId ?? ''))),
  }
}

/** Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers": identity sources are the key of the cache. */
export const apiAuthorizerCacheWithoutIdentity = defineCheck({
  id: 'api-authorizer-cache-without-identity',
  title: 'Authorizer’s cache does not tell callers apart',
  group: 'front-doors',
  kind: 'api',
  severity: 'high',
  severityNote: null,
  why: 'API Gateway looks cached answers up by the identity sources. Where they are empty, or alike for all, the first caller who is let in opens the route for everybody.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  ],
  needs: ['apis'],
  elsewhere: [],
  risks: ['broken-authentication', 'execution-flow-manipulation'],
  evaluate,
  remediate: (record) => {
    const surface = surfaceOf(record)
    const faulty = surface.state === 'open' ? lambdaAuthorizers(record, surface.doors).filter(isFaulty) : []
    const isRest = record.protocol === 'REST'
    const commands = faulty.map(({ id }) =>
      isRest
        ? `aws apigateway update-authorizer ${regionOf(record)} --rest-api-id ${shellWord(record.apiId)} --authorizer-id ${shellWord(id)} --patch-operations op=replace,path=/authorizerResultTtlInSeconds,value=0`
        : `aws apigatewayv2 update-authorizer ${regionOf(record)} --api-id ${shellWord(record.apiId)} --authorizer-id ${shellWord(id)} --authorizer-result-ttl-in-seconds 0`,
    )
    return {
      text: 'Switch the cache off at once, then make the header that holds the token an identity source before switching it on again. The authorizer runs for each request meanwhile.',
      cli: commands.join('\n') || null,
      cloudformation: isRest
        ? properties('AWS::ApiGateway::Authorizer', { AuthorizerResultTtlInSeconds: 0 })
        : properties('AWS::ApiGatewayV2::Authorizer', { AuthorizerResultTtlInSeconds: 0 }),
      terraform: isRest
        ? argumentsOf('aws_api_gateway_authorizer', { authorizer_result_ttl_in_seconds: 0 })
        : argumentsOf('aws_apigatewayv2_authorizer', { authorizer_result_ttl_in_seconds: 0 }),
    }
  },
})
