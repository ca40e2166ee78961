import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const change = (loggingConfig: object, more = {}) =>
  lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', loggingConfig }, more)

export const functionLoggingReduced = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-logging-reduced',
  title: 'Logs of a function reduced or sent elsewhere',
  severity: 'medium',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'What the function does next leaves less of a trace, or leaves it where nobody looks. Alarms on words in the old log group fall silent.',
  sources: LAMBDA,
  names: ['UpdateFunctionConfiguration'],
  techniques: ['T1562.008'],
  falsePositives: 'Engineers who cut the cost of logs by hand.',
  response: [
    ASK_ACTOR,
    SEE_CONFIGURATION,
    step(
      'To have all of it again, set the levels back.',
      'aws lambda update-function-configuration --function-name <name> --logging-config LogFormat=JSON,ApplicationLogLevel=INFO',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('only what is fatal is logged', change({ logFormat: 'JSON', applicationLogLevel: 'FATAL' })),
      example('another log group', change({ logGroup: '/tmp/nobody-looks-here' })),
    ],
    quiet: [
      example('more is logged', change({ logFormat: 'JSON', applicationLogLevel: 'DEBUG' })),
      example('its own log group', change({ logGroup: '/aws/lambda/orders-api' })),
      example('it is denied', change({ applicationLogLevel: 'FATAL' }, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const logging = field(requestOf(record), 'loggingConfig')
    if (!happened(record) || functionName === null || logging === undefined) return undefined
    const level = asText(field(logging, 'applicationLogLevel'))
    const group = asText(field(logging, 'logGroup'))
    const isLess = level === 'FATAL' || level === 'ERROR'
    const isElsewhere = group !== undefined && group !== `/aws/lambda/${functionName}`
    if (!isLess && !isElsewhere) return undefined
    const how = isLess ? `only ${level} is logged` : `it logs to ${brief(group ?? '', 200)}`
    return actMatch(record, {
      of: functionName,
      title: `Logs of ${functionName} ${isLess ? 'reduced' : 'sent elsewhere'} by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${functionName}: ${how}.`,
      resources: group === undefined ? [] : [group],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
