import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass, unknown } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Door, functionsOf, leadsToDangerousRole, surfaceOf } from './api-surface.ts'
import { internetGate } from './route-openness.ts'

const parameters = z.object({
  intendedPublicTag: z
    .string()
    .min(1)
    .default('public')
    .describe('Tag that with the value true says: meant for everyone'),
})

/** Browsers send preflight requests without credentials: OPTIONS has to be open. */
const isOpenRoute = ({ route }: Door) =>
  (route.authorization === 'NONE' || route.authorization === '') &&
  !route.apiKeyRequired &&
  route.method !== 'OPTIONS'

/** Whether a tag of the API says that it is meant for everyone. */
export function isMeantPublic(api: ApiRecord, tag: string): boolean {
  const tags = valueOr<Record<string, string>>(api.tags, {}) ?? {}
  return Object.entries(tags).some(
    ([key, value]) => key.toLowerCase() === tag.toLowerCase() && value.toLowerCase() === 'true',
  )
}

function evaluate(
  record: ApiRecord,
  around: Surroundings,
  { intendedPublicTag }: z.infer<typeof parameters>,
): Verdict {
  if (record.protocol === 'WEBSOCKET')
    return notApplicable(
      'A WebSocket API asks who calls when a client connects, which a check of its own judges.',
    )
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const asked = surface.doors.filter(({ route }) => route.method !== 'OPTIONS')
  const judged = asked.filter(isOpenRoute).map((door) => ({ door, gate: internetGate(door, around) }))
  const open = judged.filter(({ gate }) => gate.state === 'open').map(({ door }) => door)
  const routes = [...new Set(open.map(({ route }) => route.key))]
  if (open.length > 0 && isMeantPublic(record, intendedPublicTag))
    return pass(
      { label: `Tag ${intendedPublicTag}`, value: 'true' },
      { label: 'Open routes', value: listed(routes) },
    )
  if (open.length > 0) {
    return {
      state: 'fail',
      severity: leadsToDangerousRole(open, around) ? 'high' : 'medium',
      summary: `${routes.length === 1 ? 'Route' : `${routes.length} routes:`} ${listed(routes)} of API ${record.name} ${routes.length === 1 ? 'asks' : 'ask'} nobody who they are.`,
      evidence: open.slice(0, 20).map(({ route, functionArn }) => ({
        label: route.key,
        value: `${JSON.stringify({ authorization: route.authorization || 'NONE', apiKeyRequired: route.apiKeyRequired })} to ${functionArn}`,
      })),
      affects: functionsOf(open),
    }
  }
  const unclear = judged.find(({ gate }) => gate.state === 'unclear')
  if (unclear)
    return unknown(
      `Route ${unclear.door.route.key} has no authorizer, and whether strangers get to it cannot be told: ${unclear.gate.why}.`,
    )
  if (asked.length === 0) return notApplicable('Its routes to functions answer preflight requests alone.')
  return pass(
    ...judged.slice(0, 5).map(({ door, gate }) => ({
      label: door.route.key,
      value: `No authorizer, but ${gate.why} keeps strangers out`,
    })),
    { label: 'Routes with an authorizer or key', value: String(asked.length - judged.length) },
  )
}

/** Source: API Gateway Developer Guide, "Control and manage access to REST APIs" and "… HTTP APIs". */
export const apiRouteOpen = defineCheck({
  id: 'api-route-open',
  title: 'Route to a function without authorizer',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'High where a function behind an open route has a role that is critical or high.',
  why: 'Anyone on the internet can call the route; whatever keeps strangers out has to be in the code. Many routes are open on purpose: a tag of the API says so.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
  ],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigateway_restapi_authorizers_enabled',
    'Prowler apigateway_restapi_public_with_authorizer',
    'Prowler apigatewayv2_api_authorizers_enabled',
    'Security Hub APIGateway.8',
    'AWS Config api-gwv2-authorization-type-configured',
    'Checkov CKV_AWS_59',
    'Checkov CKV2_AWS_70',
    'Checkov CKV_AWS_309',
    'LambdaGuard Public',
  ],
  risks: ['broken-authentication', 'denial-of-service'],
  parameters,
  evaluate,
  remediate: (record) => ({
    text: `Give the routes an authorizer: IAM for your own systems, JWT or Cognito for people. Clients that send no token are refused from then on. Where API ${record.name} is meant for everyone, tag it public=true.`,
    cli: null,
    cloudformation:
      record.protocol === 'REST'
        ? properties('AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' })
        : properties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' }),
    terraform:
      record.protocol === 'REST'
        ? argumentsOf('aws_api_gateway_method', { authorization: 'AWS_IAM' })
        : argumentsOf('aws_apigatewayv2_route', { authorization_type: 'AWS_IAM' }),
  }),
})
