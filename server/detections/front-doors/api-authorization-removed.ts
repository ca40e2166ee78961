import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { deepTextOf, patchesOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { API_GATEWAY, apiGateway, apiIn } from './api-gateway-source.ts'

const patch = (path: string, value: string) => ({
  restApiId: 'a1b2c3',
  resourceId: 'r1',
  httpMethod: 'GET',
  patchOperations: [{ op: 'replace', path, value }],
})

/** What the call took away, as a person says it. */
function taken(record: TrailRecord): string | undefined {
  if (record.eventName === 'DeleteAuthorizer') return 'an authorizer is deleted'
  const isNone =
    deepTextOf(record, 'authorizationType') === 'NONE' ||
    patchesOf(record).some(({ path, value }) => path === '/authorizationType' && value === 'NONE')
  return isNone ? 'it asks its callers for nothing' : undefined
}

export const apiAuthorizationRemoved = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'api-authorization-removed',
  title: 'Authorization taken off an API',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'A route that asked its callers who they are no longer does. The function behind it answers the whole internet.',
  sources: API_GATEWAY,
  names: ['DeleteAuthorizer', 'UpdateMethod', 'UpdateRoute'],
  techniques: ['T1562.007', 'T1190'],
  falsePositives: 'Routes that become public on purpose; authorizers that are no longer used.',
  response: [
    ASK_ACTOR,
    step('See the routes and what they ask for.', "aws apigatewayv2 get-routes --api-id '<api>'"),
    step(
      'Of a REST API, see the methods of its resources.',
      "aws apigateway get-resources --rest-api-id '<api>' --embed methods",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  ],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  examples: {
    fires: [
      example('of a REST API', apiGateway('UpdateMethod', patch('/authorizationType', 'NONE'))),
      example(
        'of an HTTP API',
        apiGateway('UpdateRoute', { apiId: 'a1b2c3', routeId: 'r1', authorizationType: 'NONE' }),
      ),
    ],
    quiet: [
      example('IAM is asked for', apiGateway('UpdateMethod', patch('/authorizationType', 'AWS_IAM'))),
      example('another setting', apiGateway('UpdateMethod', patch('/apiKeyRequired', 'true'))),
      example(
        'it is denied',
        apiGateway('UpdateRoute', { apiId: 'a1b2c3', authorizationType: 'NONE' }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record) => {
    const what = happened(record) ? taken(record) : undefined
    if (what === undefined) return undefined
    const api = apiIn(record)
    return actMatch(record, {
      of: `${api} ${deepTextOf(record, 'resourceId') ?? deepTextOf(record, 'routeId') ?? ''}`,
      title: `Authorization taken off ${api} by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${api}: ${what}.`,
      resources: [api],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
