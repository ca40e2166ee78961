import { defineCheck } from '#server/checks/define-check.ts'
import type { ApiStage } from '#server/domain/records/api-record.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { patchStages, stageTemplates } from './stage-remedy.ts'

const fault = ({ tracing }: ApiStage) => (tracing === undefined ? undefined : !tracing)

/** Source: API Gateway Developer Guide, "Trace user requests to REST APIs using X-Ray". */
export const apiTracingOff = defineCheck({
  id: 'api-tracing-off',
  title: 'API stage without X-Ray tracing',
  group: 'front-doors',
  kind: 'api',
  severity: 'low',
  severityNote: null,
  why: 'A trace that begins at the API shows where time and errors of a request come from; one that begins at the function leaves the authorizer and the API out.',
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html'],
  needs: ['apis'],
  elsewhere: [
    'Prowler apigateway_restapi_tracing_enabled',
    'Security Hub APIGateway.3',
    'AWS Config api-gw-xray-enabled',
    'Checkov CKV_AWS_73',
    'serverless-rules WS2002',
    'KICS 434945e5',
  ],
  risks: ['inadequate-monitoring'],
  evaluate: (record) =>
    judgeStages(record, {
      protocols: ['REST'],
      otherwise: 'REST APIs alone are traced by X-Ray.',
      severity: 'low',
      fault,
      says: 'is not traced',
      shown: ({ tracing }) => `Tracing ${tracing ? 'on' : 'off'}`,
    }),
  remediate: (record) => ({
    text: 'Switch tracing on. X-Ray is billed by traces; its sampling keeps them few.',
    cli: patchStages(record, faultyStages(record, fault), ['/tracingEnabled', 'true']),
    ...stageTemplates(record, {
      cloudformation: { TracingEnabled: true },
      terraform: { xray_tracing_enabled: true },
    }),
  }),
})
