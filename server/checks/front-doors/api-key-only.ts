import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, leadsToDangerousRole, surfaceOf } from './api-surface.ts'
import { internetGate } from './route-openness.ts'

function evaluate(record: ApiRecord, around: Surroundings): Verdict {
  if (record.protocol === 'HTTP') return notApplicable('HTTP APIs have no API keys.')
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const keyed = surface.doors.filter(({ route }) => route.apiKeyRequired)
  if (keyed.length === 0) return notApplicable('None of its routes to functions asks for an API key.')
  const judged = keyed
    .filter(({ route }) => route.authorization === 'NONE' || route.authorization === '')
    .map((door) => ({ door, gate: internetGate(door, around) }))
  const open = judged.filter(({ gate }) => gate.state === 'open').map(({ door }) => door)
  if (open.length > 0) {
    const routes = [...new Set(open.map(({ route }) => route.key))]
    return {
      state: 'fail',
      severity: leadsToDangerousRole(open, around) ? 'high' : 'medium',
      summary: `An API key is all that ${listed(routes)} of API ${record.name} ask for, and a key is no authentication.`,
      evidence: open.slice(0, 20).map(({ route, functionArn }) => ({
        label: route.key,
        value: `${JSON.stringify({ authorization: 'NONE', apiKeyRequired: true })} to ${functionArn}`,
      })),
      affects: functionsOf(open),
    }
  }
  const unclear = judged.find(({ gate }) => gate.state === 'unclear')
  if (unclear)
    return unknown(`Whether strangers get to ${unclear.door.route.key} cannot be told: ${unclear.gate.why}.`)
  return pass({
    label: 'Routes with an API key',
    value: `${keyed.length}, each with an authorizer or out of strangers’ reach`,
  })
}

/** Source: API Gateway Developer Guide, "Usage plans and API keys for REST APIs": do not use keys for authentication. */
export const apiKeyOnly = defineCheck({
  id: 'api-key-only',
  title: 'An API key stands in for authentication',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'High where a function behind has a role that is critical or high.',
  why: 'API keys tell clients apart for usage plans. They do not expire, stand in clients and logs in plain text, and a key of one API works for every API of its plan.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  ],
  needs: ['apis'],
  elsewhere: ['Prowler apigateway_restapi_authorizers_enabled'],
  risks: ['broken-authentication'],
  evaluate,
  remediate: () => ({
    text: 'Keep the key for the usage plan and put an authorizer before it: IAM for your own systems, Cognito or a Lambda authorizer for people.',
    cli: null,
    cloudformation: properties('AWS::ApiGateway::Method', {
      ApiKeyRequired: true,
      AuthorizationType: 'AWS_IAM',
    }),
    terraform: argumentsOf('aws_api_gateway_method', { api_key_required: true, authorization: 'AWS_IAM' }),
  }),
})
