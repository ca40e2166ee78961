import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const set = (updateRuntimeOn: string, more = {}) =>
  lambda('PutRuntimeManagementConfig20210720', { functionName: 'orders-api', updateRuntimeOn }, more)

export const runtimePinned = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'runtime-pinned',
  title: 'Runtime of a function held at one version',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'The function gets no security fixes of the runtime any more. A version with a known hole can be chosen as well.',
  sources: LAMBDA,
  names: ['PutRuntimeManagementConfig'],
  techniques: ['T1601.002', 'T1562'],
  falsePositives: 'A new version of a runtime that breaks something, for the time being.',
  response: [
    ASK_ACTOR,
    step(
      'To take fixes again, set it back.',
      'aws lambda put-runtime-management-config --function-name <name> --update-runtime-on Auto',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-dependencies'],
  examples: {
    fires: [example('a person holds it', set('Manual'))],
    quiet: [
      example('it takes fixes by itself', set('Auto')),
      example('it is denied', set('Manual', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || textOf(record, 'updateRuntimeOn') !== 'Manual')
      return undefined
    return actMatch(record, {
      of: functionName,
      title: `Runtime of ${functionName} held by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} takes no fixes of its runtime.`,
      ...loweredForAutomation(record, 'info'),
    })
  },
})
