import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { apiGuards, isPrivate } from '#server/domain/triggers/api-guards.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Door, doorsOfStages, functionsOf, surfaceOf } from './api-surface.ts'
import { patchStages, updateStages } from './stage-remedy.ts'

/** Limits alone are asked for: no source has to be looked up for them. */
const NO_SOURCES = buildSourceIndex([], new Set())

/** Whether a route has a limit of its own, of its stage or of a usage plan in a stage. */
function isLimited(api: ApiRecord, { route }: Door, stage: ApiStage): boolean {
  return apiGuards(api, route, [{ ...stage, webAclArn: undefined }], NO_SOURCES).some(
    ({ kind, note }) => kind === 'throttle' || (kind === 'usage-plan' && note !== 'no limits'),
  )
}

export function unlimited(
  api: ApiRecord,
  doors: Door[],
  stages: ApiStage[],
): { stage: ApiStage; doors: Door[] }[] {
  return stages.flatMap((stage) => {
    const bare = doorsOfStages(doors, [stage]).filter((door) => !isLimited(api, door, stage))
    return bare.length > 0 ? [{ stage, doors: bare }] : []
  })
}

function evaluate(record: ApiRecord): Verdict {
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  if (isPrivate(record))
    return notApplicable('Its endpoint is private: a flood would have to come from your own networks.')
  const found = unlimited(record, surface.doors, surface.stages)
  if (found.length === 0)
    return pass(
      ...surface.stages.map(({ name, throttle }) => ({
        label: `Stage ${name}`,
        value: JSON.stringify(throttle),
      })),
    )
  const doors = found.flatMap((one) => one.doors)
  const isOpen = doors.some(({ route }) => route.authorization === 'NONE' || route.authorization === '')
  return {
    state: 'fail',
    severity: isOpen ? 'medium' : 'low',
    summary: `Stage ${listed(found.map(({ stage }) => stage.name))} of API ${record.name} is limited by the account’s 10,000 requests a second alone.`,
    evidence: found.map(({ stage, doors: bare }) => ({
      label: `Stage ${stage.name}`,
      value: `No limit for ${listed([...new Set(bare.map(({ route }) => route.key))])}`,
    })),
    affects: functionsOf(doors),
  }
}

/** Source: API Gateway Developer Guide, "Throttle requests to your REST APIs for better throughput". */
export const apiThrottlingDefault = defineCheck({
  id: 'api-throttling-default',
  title: 'API stage has no throttling of its own',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: 'Medium where such a route has no authorizer: anyone can use the limit up.',
  why: 'All APIs of an account and region share one limit. A flood of this one runs its function thousands of times a second and takes the others down with it.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  ],
  needs: ['apis'],
  elsewhere: ['serverless-rules ES2003'],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => {
    const surface = surfaceOf(record)
    const stages =
      surface.state === 'open'
        ? unlimited(record, surface.doors, surface.stages).map(({ stage }) => stage)
        : []
    const isRest = record.protocol === 'REST'
    return {
      text: 'Set a rate and burst somewhat above what the busiest hour needs; 100 and 200 stand for it here. Requests above get 429 at once.',
      cli: isRest
        ? patchStages(
            record,
            stages,
            ['/*/*/throttling/rateLimit', '100'],
            ['/*/*/throttling/burstLimit', '200'],
          )
        : updateStages(
            record,
            stages,
            '--default-route-settings ThrottlingRateLimit=100,ThrottlingBurstLimit=200',
          ),
      cloudformation: isRest
        ? properties('AWS::ApiGateway::Stage', {
            MethodSettings: [
              { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
            ],
          })
        : properties('AWS::ApiGatewayV2::Stage', {
            DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
          }),
      terraform: isRest
        ? argumentsOf('aws_api_gateway_method_settings', {
            method_path: '*/*',
            'settings {}': { throttling_rate_limit: 100, throttling_burst_limit: 200 },
          })
        : argumentsOf('aws_apigatewayv2_stage', {
            'default_route_settings {}': { throttling_rate_limit: 100, throttling_burst_limit: 200 },
          }),
    }
  },
})
