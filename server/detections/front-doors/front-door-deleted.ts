import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { deepTextOf } from '#server/detections/facts/deep-field.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

export const frontDoorDeleted = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'front-door-deleted',
  title: 'API, queue or topic deleted by a person',
  severity: 'medium',
  why: 'What reached functions that way does not any more, and messages that were in a queue are gone. An API that is made again has another address.',
  sources: ['apigateway.amazonaws.com', 'sqs.amazonaws.com', 'sns.amazonaws.com'],
  names: ['DeleteApi', 'DeleteDomainName', 'DeleteQueue', 'DeleteRestApi', 'DeleteStage', 'DeleteTopic'],
  techniques: ['T1485', 'T1489'],
  falsePositives: 'Clearing up by hand.',
  response: [ASK_ACTOR, step('If it was needed, run the last deployment of its stack again.')],
  references: ['https://attack.mitre.org/techniques/T1489/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example('an API', callTo('apigateway')('DeleteRestApi', { restApiId: 'a1b2c3' })),
      example(
        'a queue',
        callTo('sqs')('DeleteQueue', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' }),
      ),
    ],
    quiet: [
      example(
        'a stack is removed',
        callTo('apigateway')('DeleteApi', { apiId: 'a1b2c3' }, { by: 'pipeline' }),
      ),
      example(
        'it is denied',
        callTo('apigateway')('DeleteApi', { apiId: 'a1b2c3' }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const names = ['queueUrl', 'topicArn', 'domainName', 'restApiId', 'apiId']
    const target = names.map((name) => deepTextOf(record, name)).find((one) => one !== undefined)
    const what = `${record.eventName.replace('Delete', '')} ${brief(target ?? 'that was not recorded', 300)}`
    return actMatch(record, {
      of: what,
      title: `${what} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline.`,
      resources: target === undefined ? [] : [target],
    })
  },
})
