import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const put = (provisionedConcurrentExecutions: number, more = {}) =>
  lambda(
    'PutProvisionedConcurrencyConfig20190930',
    { functionName: 'orders-api', qualifier: 'live', provisionedConcurrentExecutions },
    more,
  )

export const provisionedConcurrencyRaised = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'provisioned-concurrency-raised',
  title: 'Much provisioned concurrency bought',
  severity: 'medium',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'Provisioned concurrency costs money around the clock, whether anybody calls or not. It also takes concurrency away from all other functions of the account.',
  sources: LAMBDA,
  names: ['PutProvisionedConcurrencyConfig'],
  techniques: ['T1496', 'T1499'],
  falsePositives: 'Preparations for a day with many customers.',
  parameters: z.object({
    executions: z.int().min(1).max(100_000).default(100).describe('Provisioned executions, at the least'),
  }),
  response: [
    ASK_ACTOR,
    step(
      'To give it back, delete the setting.',
      "aws lambda delete-provisioned-concurrency-config --function-name <name> --qualifier '<alias>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('a person buys five hundred', put(500))],
    quiet: [example('ten', put(10)), example('it is denied', put(500, { error: 'AccessDenied' }))],
  },
  evaluate: (record, _context, { executions }) => {
    const { functionName } = record
    const count = Number(field(requestOf(record), 'provisionedConcurrentExecutions'))
    if (!happened(record) || functionName === null || !(count >= executions)) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Provisioned concurrency of ${functionName} set to ${count} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${count} instances of ${functionName} are kept ready.`,
      ...loweredForAutomation(record, 'info'),
    })
  },
})
