import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { functionMatters } from '#server/detections/facts/function-matters.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const set = (reservedConcurrentExecutions: number, more = {}) =>
  lambda('PutFunctionConcurrency20171031', { functionName: 'orders-api', reservedConcurrentExecutions }, more)

export const functionConcurrencyZeroed = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-concurrency-zeroed',
  title: 'Function stopped by a concurrency of zero',
  severity: 'medium',
  severityNote: 'High where a person stopped a function of production; low where a pipeline did it.',
  why: 'Every invocation is throttled from now on, as good as if the function were deleted. Events that it does not take in time are lost.',
  sources: LAMBDA,
  names: ['PutFunctionConcurrency'],
  techniques: ['T1489', 'T1499'],
  falsePositives: 'The emergency brake in an incident, which is what it is for.',
  response: [
    ASK_ACTOR,
    step(
      'To let it run again, take the limit away.',
      'aws lambda delete-function-concurrency --function-name <name>',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('a person stops a function', set(0))],
    quiet: [
      example('a person sets a limit', set(50)),
      example('it is denied', set(0, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    if (Number(field(requestOf(record), 'reservedConcurrentExecutions') ?? 1) !== 0) return undefined
    return actMatch(record, {
      of: functionName,
      title: `${functionName} stopped by ${whoIn(record)}`,
      summary: `${ranIn(record)} with a concurrency of zero: every invocation of ${functionName} is throttled.`,
      ...(isByPerson(record) && functionMatters(record, context)
        ? { severity: 'high', severityNote: 'A person stopped a function that matters.' }
        : loweredForAutomation(record, 'low')),
    })
  },
})
