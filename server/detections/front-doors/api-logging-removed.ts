import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { deepTextOf, patchesOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { API_GATEWAY, apiGateway, apiIn } from './api-gateway-source.ts'

const STAGE = { restApiId: 'a1b2c3', stageName: 'live' }
const patch = (op: string, path: string, value?: string) =>
  apiGateway('UpdateStage', { ...STAGE, patchOperations: [{ op, path, ...(value ? { value } : {}) }] })

function removesLogs(record: TrailRecord): boolean {
  if (record.eventName === 'DeleteAccessLogSettings') return true
  return patchesOf(record).some(
    ({ op, path, value }) =>
      (op === 'remove' && path.startsWith('/accessLogSettings')) ||
      (path.endsWith('/logging/loglevel') && value === 'OFF'),
  )
}

export const apiLoggingRemoved = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'api-logging-removed',
  title: 'Logs of an API switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Who calls the API, and with what, is not written down any more. What follows can only be seen in the functions behind it.',
  sources: API_GATEWAY,
  names: ['DeleteAccessLogSettings', 'UpdateStage'],
  techniques: ['T1562.008'],
  falsePositives: 'Engineers who cut the cost of logs by hand.',
  response: [
    ASK_ACTOR,
    step(
      'See the settings of the stage.',
      "aws apigateway get-stage --rest-api-id '<api>' --stage-name '<stage>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('access logs are removed', patch('remove', '/accessLogSettings')),
      example('execution logs are switched off', patch('replace', '/*/*/logging/loglevel', 'OFF')),
    ],
    quiet: [
      example('execution logs are switched on', patch('replace', '/*/*/logging/loglevel', 'INFO')),
      example('another deployment', patch('replace', '/deploymentId', 'd2')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !removesLogs(record)) return undefined
    const api = apiIn(record)
    const stage = deepTextOf(record, 'stageName') ?? 'a stage'
    return actMatch(record, {
      of: `${api} ${stage}`,
      title: `Logs of ${api} switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${stage} of ${api} writes fewer logs, or none.`,
      resources: [api],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
