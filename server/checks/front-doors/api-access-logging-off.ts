import { defineCheck } from '#server/checks/define-check.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { logGroupFor, patchStages, stageTemplates, updateStages } from './stage-remedy.ts'

const fault = ({ accessLogArn }: ApiStage) => accessLogArn === undefined
const FORMAT =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","routeKey":"$context.routeKey","status":"$context.status"}'
const REST_FORMAT = FORMAT.replace('routeKey":"$context.routeKey', 'resource":"$context.resourcePath')

/** Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs" and "… HTTP APIs". */
export const apiAccessLoggingOff = defineCheck({
  id: 'api-access-logging-off',
  title: 'API stage without access log',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: null,
  why: 'Without it nobody can tell who called which route from where: neither during an attack nor after. The function’s own log has no line for what the API refused.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigatewayv2_api_access_logging_enabled',
    'Security Hub APIGateway.9',
    'AWS Config api-gwv2-access-logs-enabled',
    'Checkov CKV_AWS_76',
    'Checkov CKV_AWS_95',
    'Checkov CKV2_AWS_4',
    'serverless-rules ES2000',
  ],
  risks: ['inadequate-monitoring'],
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST', 'HTTP', 'WEBSOCKET'],
      otherwise: 'Not an API with stages.',
      severity: 'medium',
      fault,
      says: 'writes no access log',
      shown: ({ accessLogArn }) => accessLogArn ?? 'No access log',
    }),
  remediate: (record) => {
    const stages = faultyStages(record, fault)
    const destination = logGroupFor(record)
    const format = record.protocol === 'REST' ? REST_FORMAT : FORMAT
    const settings = shellWord(JSON.stringify({ DestinationArn: destination, Format: format }))
    return {
      text: 'Make the log group with a retention, then have the stage write to it. Access logs cost what CloudWatch Logs costs.',
      cli:
        record.protocol === 'REST'
          ? patchStages(record, stages, ['/accessLogSettings/destinationArn', destination])
          : updateStages(record, stages, `--access-log-settings ${settings}`),
      ...stageTemplates(
        record,
        {
          cloudformation: { AccessLogSetting: { DestinationArn: destination, Format: format } },
          terraform: { 'access_log_settings {}': { destination_arn: destination, format } },
        },
        {
          cloudformation: { AccessLogSettings: { DestinationArn: destination, Format: format } },
          terraform: { 'access_log_settings {}': { destination_arn: destination, format } },
        },
      ),
    }
  },
})
