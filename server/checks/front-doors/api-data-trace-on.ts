import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { patchStages, updateStages } from './stage-remedy.ts'

const fault = ({ dataTrace }: ApiStage) => dataTrace

/** Source: API Gateway Developer Guide, "Set up CloudWatch logging": data tracing is not for production. */
export const apiDataTraceOn = defineCheck({
  id: 'api-data-trace-on',
  title: 'API stage logs whole requests and answers',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: null,
  why: 'Data tracing writes bodies, headers and tokens of every caller to the log, where everybody who reads logs sees them. It is made for finding a fault, not for keeping.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  needs: ['apis'],
  elsewhere: ['Checkov CKV_AWS_276'],
  risks: ['insecure-secrets', 'improper-exception-handling'],
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST', 'WEBSOCKET'],
      otherwise: 'HTTP APIs have no data tracing.',
      severity: 'medium',
      fault,
      says: 'writes whole requests and answers to its log',
      shown: ({ dataTrace }) => `Data tracing ${dataTrace ? 'on' : 'off'}`,
    }),
  remediate: (record) => {
    const stages = faultyStages(record, fault)
    const isRest = record.protocol === 'REST'
    return {
      text: 'Switch data tracing off. What the log holds of it stays until its retention ends: delete those log streams where they hold tokens.',
      cli: isRest
        ? patchStages(record, stages, ['/*/*/logging/dataTrace', 'false'])
        : updateStages(record, stages, '--default-route-settings DataTraceEnabled=false'),
      cloudformation: isRest
        ? properties('AWS::ApiGateway::Stage', {
            MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: false }],
          })
        : properties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { DataTraceEnabled: false } }),
      terraform: isRest
        ? argumentsOf('aws_api_gateway_method_settings', {
            method_path: '*/*',
            'settings {}': { data_trace_enabled: false },
          })
        : argumentsOf('aws_apigatewayv2_stage', {
            'default_route_settings {}': { data_trace_enabled: false },
          }),
    }
  },
})
