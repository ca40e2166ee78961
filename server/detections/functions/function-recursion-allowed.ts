import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const set = (recursiveLoop: string, more = {}) =>
  lambda('PutFunctionRecursionConfig2024_08_31', { functionName: 'orders-api', recursiveLoop }, more)

export const functionRecursionAllowed = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-recursion-allowed',
  title: 'Recursion of a function allowed',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Lambda stops a function that keeps calling itself through queues and topics, unless it is told not to. Without that, one message can run up a bill without end.',
  sources: LAMBDA,
  names: ['PutFunctionRecursionConfig'],
  techniques: ['T1496', 'T1499'],
  falsePositives: 'Functions that are meant to call themselves, and that count how often.',
  response: [
    ASK_ACTOR,
    step(
      'To have Lambda stop loops again, set it back.',
      'aws lambda put-function-recursion-config --function-name <name> --recursive-loop Terminate',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('a person allows it', set('Allow'))],
    quiet: [
      example('loops are stopped', set('Terminate')),
      example('it is denied', set('Allow', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || textOf(record, 'recursiveLoop') !== 'Allow')
      return undefined
    return actMatch(record, {
      of: functionName,
      title: `Recursion of ${functionName} allowed by ${whoIn(record)}`,
      summary: `${ranIn(record)}: Lambda no longer stops ${functionName} when it keeps calling itself.`,
      ...loweredForAutomation(record, 'low'),
    })
  },
})
