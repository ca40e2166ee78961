import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionsOf, surfaceOf } from './api-surface.ts'

const ANY_ORIGIN = /^(https?:\/\/)?\*$/i

function evaluate(record: ApiRecord): Verdict {
  if (record.protocol !== 'HTTP')
    return notApplicable('Its answers to other origins come from its integrations, which are not read.')
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const hidden = whyUnseen('Its CORS', record.cors)
  if (hidden) return unknown(hidden)
  if (record.cors.state !== 'known') return notApplicable('It has no CORS: browsers keep other origins out.')
  const { allowOrigins, allowCredentials } = record.cors.value
  const evidence = [
    { label: 'Origins', value: allowOrigins.join(', ') || 'none' },
    { label: 'Credentials', value: allowCredentials ? 'allowed' : 'not allowed' },
  ]
  if (!allowCredentials || !allowOrigins.some((origin) => ANY_ORIGIN.test(origin))) return pass(...evidence)
  return {
    state: 'fail',
    severity: 'high',
    summary: `Pages of any origin may call API ${record.name} with the visitor’s cookies and read the answer.`,
    evidence,
    affects: functionsOf(surface.doors),
  }
}

/** Source: API Gateway Developer Guide, "Configure CORS for HTTP APIs". */
export const apiCorsAnyOriginWithCredentials = defineCheck({
  id: 'api-cors-any-origin-with-credentials',
  title: 'API answers any origin with credentials',
  group: 'front-doors',
  kind: 'api',
  severity: 'high',
  severityNote: null,
  why: 'Any page that a signed-in visitor opens can act in their name: call each route with their cookies, and read what it answers.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html'],
  needs: ['apis'],
  elsewhere: [],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => ({
    text: 'Name the origins of your own pages in place of https://example.com. Pages of other origins are refused from then on.',
    cli: `aws apigatewayv2 update-api ${regionOf(record)} --api-id ${shellWord(record.apiId)} --cors-configuration AllowCredentials=true,AllowOrigins=https://example.com`,
    cloudformation: properties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowCredentials: true, AllowOrigins: ['https://example.com'] },
    }),
    terraform: argumentsOf('aws_apigatewayv2_api', {
      'cors_configuration {}': { allow_credentials: true, allow_origins: ['https://example.com'] },
    }),
  }),
})
