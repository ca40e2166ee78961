import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'
import { internetGate } from './route-openness.ts'

function evaluate(record: ApiRecord, around: Surroundings): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden =
    whyUnseen('Its domain names', record.domains) ??
    whyUnseen('Whether its own endpoint is disabled', record.executeApiDisabled)
  if (hidden) return unknown(hidden)
  const domains = valueOr(record.domains, []) ?? []
  const mutual = domains.filter(({ mutualTls }) => mutualTls)
  if (mutual.length === 0) return notApplicable('No domain name of it asks for client certificates.')
  const evidence = mutual.map(({ domainName }) => ({ label: domainName, value: 'Mutual TLS' }))
  if (valueOr(record.executeApiDisabled, false) === true)
    return pass(...evidence, { label: 'Default endpoint', value: 'Disabled' })
  const gates = surface.doors.map((door) => ({ door, gate: internetGate(door, around) }))
  const open = gates.filter(({ gate }) => gate.state === 'open').map(({ door }) => door)
  if (open.length === 0) {
    const unclear = gates.find(({ gate }) => gate.state === 'unclear')
    if (unclear)
      return unknown(`Whether its own endpoint answers strangers cannot be told: ${unclear.gate.why}.`)
    return pass(...evidence, { label: 'Default endpoint', value: gates[0]?.gate.why ?? '' })
  }
  const isOpen = open.some(({ route }) => route.authorization === 'NONE' || route.authorization === '')
  return {
    state: 'fail',
    severity: isOpen ? 'high' : 'medium',
    summary: `${mutual[0]?.domainName} asks for a client certificate, and API ${record.name} answers without one at its own endpoint.`,
    evidence: [...evidence, { label: 'Default endpoint', value: record.endpoint }],
    affects: functionsOf(open),
  }
}

/** Source: API Gateway Developer Guide, "How to turn on mutual TLS authentication": disable the default endpoint. */
export const apiExecuteEndpointBesideDomain = defineCheck({
  id: 'api-execute-endpoint-beside-domain',
  title: 'API endpoint answers without its client certificates',
  group: 'front-doors',
  kind: 'api',
  severity: 'high',
  severityNote: 'Medium where each route has an authorizer besides.',
  why: 'Mutual TLS holds at the domain name alone. The API’s own execute-api address takes the same requests from anyone, with no certificate.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html'],
  needs: ['apis'],
  elsewhere: [],
  risks: ['broken-authentication'],
  evaluate,
  remediate: (record) => {
    const isRest = record.protocol === 'REST'
    return {
      text: 'Disable the default endpoint. Whoever still uses the execute-api address loses it: look into the access log first. A REST API has to be deployed again after it.',
      cli: isRest
        ? `aws apigateway update-rest-api ${regionOf(record)} --rest-api-id ${shellWord(record.apiId)} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value=true`
        : `aws apigatewayv2 update-api ${regionOf(record)} --api-id ${shellWord(record.apiId)} --disable-execute-api-endpoint`,
      cloudformation: properties(isRest ? 'AWS::ApiGateway::RestApi' : 'AWS::ApiGatewayV2::Api', {
        DisableExecuteApiEndpoint: true,
      }),
      terraform: argumentsOf(isRest ? 'aws_api_gateway_rest_api' : 'aws_apigatewayv2_api', {
        disable_execute_api_endpoint: true,
      }),
    }
  },
})
