import { defineCheck } from '#server/checks/define-check.ts'
import { listed, notApplicable, pass } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Door, functionsOf, surfaceOf } from './api-surface.ts'

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'ANY'])

/** A greedy path hands everything to a router inside the function: no model could describe it. */
const isJudged = ({ route }: Door) => WITH_BODY.has(route.method) && !route.path.includes('+}')

function evaluate(record: ApiRecord): Verdict {
  if (record.protocol !== 'REST') return notApplicable('REST APIs alone validate requests.')
  const surface = surfaceOf(record)
  if (surface.state === 'none') return surface.verdict
  const judged = surface.doors.filter(isJudged)
  if (judged.length === 0) return notApplicable('No route with a body of a known form leads to a function.')
  const bare = judged.filter(({ route }) => !route.requestValidator)
  if (bare.length === 0)
    return pass({ label: 'Validated routes', value: listed(judged.map(({ route }) => route.key)) })
  const routes = [...new Set(bare.map(({ route }) => route.key))]
  return {
    state: 'fail',
    severity: 'low',
    summary: `API ${record.name} hands bodies to functions as they come: ${listed(routes)}.`,
    evidence: bare.slice(0, 20).map(({ route }) => ({ label: route.key, value: 'No request validator' })),
    affects: functionsOf(bare),
  }
}

/** Source: API Gateway Developer Guide, "Request validation for REST APIs". */
export const apiRequestValidationMissing = defineCheck({
  id: 'api-request-validation-missing',
  title: 'Requests reach the function without validation',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  why: 'A model at the API drops malformed and oversized bodies before they run the function and cost an invocation. The function has to check its input all the same.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
  ],
  needs: ['apis'],
  elsewhere: ['Checkov CKV2_AWS_53', 'cdk-nag AwsSolutions-APIG2'],
  risks: ['event-data-injection', 'denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Make a validator for bodies and parameters, describe the body by a model, and name both in the methods. Deploy to a test stage first: what does not fit is refused.',
    cli: `aws apigateway create-request-validator ${regionOf(record)} --rest-api-id ${shellWord(record.apiId)} --name body-and-parameters --validate-request-body --validate-request-parameters`,
    cloudformation: properties('AWS::ApiGateway::RequestValidator', {
      RestApiId: record.apiId,
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    }),
    terraform: argumentsOf('aws_api_gateway_request_validator', {
      name: 'body-and-parameters',
      rest_api_id: record.apiId,
      validate_request_body: true,
      validate_request_parameters: true,
    }),
  }),
})
