import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { isPrivate } from '#server/domain/triggers/api-guards.ts'
import { apiLive } from '#server/domain/triggers/from-api.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'

function evaluate(record: ApiRecord): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden = whyUnseen('Its endpoint type', record.endpointTypes)
  if (hidden) return unknown(hidden)
  if (isPrivate(record)) return pass({ label: 'Endpoint', value: 'PRIVATE' })
  const { live, liveReason } = apiLive(record, surface.stages)
  if (live === false) return notApplicable(`It cannot be called: ${liveReason}.`)
  const types = record.endpointTypes.state === 'known' ? record.endpointTypes.value.join(', ') : 'REGIONAL'
  return {
    state: 'fail',
    severity: 'low',
    summary: `API ${record.name} has an address on the internet.`,
    evidence: [
      { label: 'Endpoint', value: types },
      { label: 'Address', value: record.endpoint },
    ],
    affects: functionsOf(surface.doors),
  }
}

/** Source: API Gateway Developer Guide, "API endpoint types for REST APIs". */
export const apiEndpointInternet = defineCheck({
  id: 'api-endpoint-internet',
  title: 'API has an address on the internet',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  off: 'Most APIs are there for the internet; switch it on where none should be.',
  why: 'Whatever is on the internet is tried by everybody. Where all callers are inside your own networks, a private endpoint keeps the others out.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html',
  ],
  needs: ['apis'],
  elsewhere: ['Prowler apigateway_restapi_public', 'AWS Config api-gw-endpoint-type-check', 'KICS 4d424558'],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: () => ({
    text: 'Make the endpoint private, with a VPC endpoint and a resource policy. Callers outside of the VPC lose it, and HTTP APIs cannot be private: they need a REST API in their place.',
    cli: null,
    cloudformation: properties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }),
    terraform: argumentsOf('aws_api_gateway_rest_api', {
      'endpoint_configuration {}': { types: ['PRIVATE'] },
    }),
  }),
})
