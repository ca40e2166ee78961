import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { deepField, deepTextOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { isFalse, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { API_GATEWAY, apiGateway } from './api-gateway-source.ts'

export const apiKeysRead = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'api-keys-read',
  title: 'API keys read',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code read them.',
  why: 'Whoever has the key calls the API as the customer that it was made for. Keys can be read in clear text for as long as they exist.',
  sources: API_GATEWAY,
  names: ['GetApiKey', 'GetApiKeys'],
  techniques: ['T1555', 'T1552'],
  falsePositives: 'Colleagues who hand a key to a customer.',
  response: [
    ASK_ACTOR,
    step(
      'To replace a key, make another one and delete the old one.',
      "aws apigateway delete-api-key --api-key '<key-id>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html'],
  needs: ['trail-events'],
  elsewhere: ['Chronicle aws_api_gateway_get_keys'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  examples: {
    fires: [
      example('all keys with their values', apiGateway('GetApiKeys', { includeValues: true })),
      example(
        'one key, in a record that does not say whether with its value',
        apiGateway('GetApiKey', { apiKey: 'a1b2c3' }),
      ),
    ],
    quiet: [
      example('only their names', apiGateway('GetApiKeys', { includeValues: false })),
      example('it is denied', apiGateway('GetApiKeys', null, { error: 'AccessDenied' })),
      example('a service reads them', apiGateway('GetApiKeys', { includeValues: true }, { by: 'service' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isThroughService(record)) return undefined
    const request = requestOf(record)
    if (isFalse(deepField(request, 'includeValues')) || isFalse(deepField(request, 'includeValue')))
      return undefined
    const key = deepTextOf(record, 'apiKey') ?? 'all keys'
    return actMatch(record, {
      of: key,
      title: `API keys read by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${key === 'all keys' ? key : `the key ${key}`} of API Gateway in this region.`,
      ...(isByPerson(record)
        ? {}
        : {
            severity: 'info',
            severityNote: 'A pipeline, infrastructure as code or an AWS service read them.',
          }),
    })
  },
})
