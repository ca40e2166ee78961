import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const FN = { functionName: 'orders-api' }

export const functionConcurrencyLimitRemoved = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-concurrency-limit-removed',
  title: 'Concurrency limit of a function taken away',
  severity: 'low',
  why: 'The function may use up the concurrency of the whole account now, and the budget with it. Other functions no longer have what was kept from this one.',
  sources: LAMBDA,
  names: ['DeleteFunctionConcurrency'],
  techniques: ['T1499', 'T1496'],
  falsePositives: 'The end of an incident in which the function was stopped.',
  response: [
    ASK_ACTOR,
    step(
      'To set the limit again, give it a number.',
      "aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions '<number>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('a person takes the limit away', lambda('DeleteFunctionConcurrency20171031', FN))],
    quiet: [
      example('a stack does', lambda('DeleteFunctionConcurrency20171031', FN, { by: 'pipeline' })),
      example('it is denied', lambda('DeleteFunctionConcurrency20171031', FN, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || !isByPerson(record)) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Concurrency limit of ${functionName} taken away by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} may take all the concurrency that the account has left.`,
    })
  },
})
