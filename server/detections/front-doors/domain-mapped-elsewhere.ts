import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { deepTextOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { API_GATEWAY, apiGateway, apiIn } from './api-gateway-source.ts'

const MAPPING = { domainName: 'api.shop.example', apiId: 'a1b2c3', stage: 'live' }

export const domainMappedElsewhere = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'domain-mapped-elsewhere',
  title: 'Custom domain led to another API by a person',
  severity: 'medium',
  why: 'What is sent to the domain arrives at another API from now on. Customers notice nothing, and the API that was meant is untouched.',
  sources: API_GATEWAY,
  names: ['CreateApiMapping', 'CreateBasePathMapping', 'UpdateApiMapping', 'UpdateBasePathMapping'],
  techniques: ['T1557', 'T1565'],
  falsePositives: 'Moves from one API to the next by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See where the domain leads.', "aws apigatewayv2 get-api-mappings --domain-name '<domain>'"),
  ],
  references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [example('a person maps the domain', apiGateway('UpdateApiMapping', MAPPING))],
    quiet: [
      example('the pipeline does', apiGateway('UpdateApiMapping', MAPPING, { by: 'pipeline' })),
      example('it is denied', apiGateway('UpdateApiMapping', MAPPING, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const domain = brief(deepTextOf(record, 'domainName') ?? 'A domain', 260)
    const api = apiIn(record)
    return actMatch(record, {
      of: domain,
      title: `${domain} led to ${api} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: what is sent to ${domain} arrives at ${api}.`,
      resources: [domain, api],
    })
  },
})
