import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { FOLLOW_SESSION, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

export const functionChangedByFunction = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-changed-by-function',
  title: 'Function changed by another function',
  severity: 'medium',
  severityNote: 'High where code was changed.',
  why: 'The credentials of one function changed the code, the rights or the triggers of a function. That is how an intruder goes from the function that can be reached to the one that is worth it.',
  sources: LAMBDA,
  names: [
    'AddPermission',
    'CreateEventSourceMapping',
    'CreateFunction',
    'CreateFunctionUrlConfig',
    'PublishLayerVersion',
    'UpdateAlias',
    'UpdateEventSourceMapping',
    'UpdateFunctionCode',
    'UpdateFunctionConfiguration',
    'UpdateFunctionUrlConfig',
  ],
  techniques: ['T1648', 'T1525', 'T1021.007'],
  falsePositives:
    'Functions that deploy others, and custom resources of a stack: put their roles on the allow-list.',
  response: [
    FOLLOW_SESSION,
    SEE_CONFIGURATION,
    step(
      'See what the role of the other function may do.',
      "aws iam list-attached-role-policies --role-name '<role>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1648/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'event-data-injection', 'out-of-band-deployment'],
  examples: {
    fires: [
      example(
        'a function overwrites another one',
        lambda('UpdateFunctionCode20150331v2', { functionName: 'payments' }, { by: 'function' }),
      ),
    ],
    quiet: [
      example(
        'it only reads it',
        lambda('GetFunction20150331v2', { functionName: 'payments' }, { by: 'function' }),
      ),
      example(
        'it is denied',
        lambda(
          'UpdateFunctionCode20150331v2',
          { functionName: 'payments' },
          { by: 'function', error: 'AccessDenied' },
        ),
      ),
      example(
        'the pipeline does it',
        lambda('UpdateFunctionCode20150331v2', { functionName: 'payments' }, { by: 'pipeline' }),
      ),
    ],
  },
  evaluate: (record, context) => {
    const by = happened(record) ? functionBehind(record, context) : undefined
    if (by === undefined) return undefined
    const name = record.functionName
    return actMatch(record, {
      of: `${name} ${by}`,
      title: `${name ?? 'A layer'} changed by the function ${brief(by, 80)}`,
      summary: `The role of the function ${brief(by, 80)} ran ${record.eventName}${name ? ` on ${name}` : ''}.`,
      resources: [by],
      ...(/Code|Layer/.test(record.eventName)
        ? { severity: 'high', severityNote: 'It changed code that runs.' }
        : {}),
    })
  },
})
