import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { patchStages, updateStages } from './stage-remedy.ts'

const fault = ({ executionLogLevel }: ApiStage) =>
  executionLogLevel === undefined || executionLogLevel === 'OFF'

/** Source: API Gateway Developer Guide, "CloudWatch log formats for API Gateway": execution logging. */
export const apiExecutionLoggingOff = defineCheck({
  id: 'api-execution-logging-off',
  title: 'API stage without execution log',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  why: 'The execution log says why a request failed before or after the function: authorizers that refuse, mappings and integrations that break. An access log shows only that it did.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigateway_restapi_logging_enabled',
    'Security Hub APIGateway.1',
    'AWS Config api-gw-execution-logging-enabled',
    'KICS a4d32883',
  ],
  risks: ['inadequate-monitoring'],
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST', 'WEBSOCKET'],
      otherwise: 'HTTP APIs have access logs alone.',
      severity: 'low',
      fault,
      says: 'writes no execution log',
      shown: ({ executionLogLevel }) => `Log level ${executionLogLevel ?? 'OFF'}`,
    }),
  remediate: (record) => {
    const stages = faultyStages(record, fault)
    const isRest = record.protocol === 'REST'
    return {
      text: 'Log errors of every method. The account needs a role by which API Gateway writes logs; without it the command is refused.',
      cli: isRest
        ? patchStages(record, stages, ['/*/*/logging/loglevel', 'ERROR'])
        : updateStages(record, stages, '--default-route-settings LoggingLevel=ERROR'),
      cloudformation: isRest
        ? properties('AWS::ApiGateway::Stage', {
            MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }],
          })
        : properties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { LoggingLevel: 'ERROR' } }),
      terraform: isRest
        ? argumentsOf('aws_api_gateway_method_settings', {
            method_path: '*/*',
            'settings {}': { logging_level: 'ERROR' },
          })
        : argumentsOf('aws_apigatewayv2_stage', { 'default_route_settings {}': { logging_level: 'ERROR' } }),
    }
  },
})
