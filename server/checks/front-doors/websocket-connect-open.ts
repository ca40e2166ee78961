import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, leadsToDangerousRole, surfaceOf } from './api-surface.ts'
import { internetGate } from './route-openness.ts'

const connectOf = (api: ApiRecord) =>
  (api.routes.state === 'known' ? api.routes.value : []).find(({ key }) => key === '$connect')

function evaluate(record: ApiRecord, around: Surroundings): Verdict {
  if (record.protocol !== 'WEBSOCKET') return notApplicable('It is no WebSocket API.')
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const connect = connectOf(record)
  const authorization = connect?.authorization || 'NONE'
  if (authorization !== 'NONE') return pass({ label: '$connect', value: `Authorization ${authorization}` })
  const gates = surface.doors.map((door) => internetGate(door, around))
  if (!gates.some(({ state }) => state === 'open')) {
    const unclear = gates.find(({ state }) => state === 'unclear')
    if (unclear) return unknown(`Whether strangers get to it cannot be told: ${unclear.why}.`)
    return pass({ label: 'Kept out by', value: gates[0]?.why ?? '' })
  }
  return {
    state: 'fail',
    severity: leadsToDangerousRole(surface.doors, around) ? 'high' : 'medium',
    summary: `Anyone may open a connection to WebSocket API ${record.name} and send to all of its routes.`,
    evidence: [
      {
        label: '$connect',
        value: connect
          ? JSON.stringify({ authorization, apiKeyRequired: connect.apiKeyRequired })
          : 'There is no such route: nobody is asked',
      },
      { label: 'Routes', value: surface.doors.map(({ route }) => route.key).join(', ') },
    ],
    affects: functionsOf(surface.doors),
  }
}

/** Source: API Gateway Developer Guide, "Control and manage access to WebSocket APIs": authorization is at $connect alone. */
export const websocketConnectOpen = defineCheck({
  id: 'websocket-connect-open',
  title: 'Anyone may connect to the WebSocket API',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'High where a function behind it has a role that is critical or high.',
  why: 'A WebSocket API asks who calls once, at $connect. Without an authorizer there, every message of every stranger runs the functions behind its routes.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html',
  ],
  needs: ['apis'],
  elsewhere: ['Prowler apigatewayv2_api_authorizers_enabled', 'Checkov CKV_AWS_309'],
  risks: ['broken-authentication', 'denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Put an authorizer at $connect: IAM, or a Lambda authorizer that reads a token from the query. Make the route where there is none. Clients without a token are refused from then on.',
    cli: `aws apigatewayv2 get-routes ${regionOf(record)} --api-id ${shellWord(record.apiId)}`,
    cloudformation: properties('AWS::ApiGatewayV2::Route', {
      RouteKey: '$connect',
      AuthorizationType: 'AWS_IAM',
    }),
    terraform: argumentsOf('aws_apigatewayv2_route', {
      route_key: '$connect',
      authorization_type: 'AWS_IAM',
    }),
  }),
})
