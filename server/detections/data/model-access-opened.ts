import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

export const modelAccessOpened = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'model-access-opened',
  title: 'Access to a foundation model opened',
  severity: 'medium',
  severityNote: 'High where the log of its use is deleted; low where infrastructure as code opened it.',
  why: 'Stolen keys are used for models that others pay for, for tens of thousands of dollars a day. Before, access to the model is opened, and the log of its use may be closed.',
  sources: ['bedrock.amazonaws.com'],
  names: [
    'PutFoundationModelEntitlement',
    'PutUseCaseForModelAccess',
    'CreateFoundationModelAgreement',
    'DeleteModelInvocationLoggingConfiguration',
  ],
  techniques: ['T1496.004'],
  falsePositives: 'People who begin to use a model.',
  response: [
    ASK_ACTOR,
    step(
      'See what may be used and what was spent.',
      'aws bedrock list-foundation-models --query modelSummaries[].modelId',
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1496/004/'],
  needs: ['trail-events'],
  elsewhere: ['Stratus Red Team aws.impact.bedrock-invoke-model'],
  risks: ['leaked-credentials', 'denial-of-service'],
  examples: {
    fires: [
      example(
        'a key opens access',
        callTo('bedrock')('PutFoundationModelEntitlement', { modelId: 'model-1' }),
      ),
      example(
        'the log of its use is deleted',
        callTo('bedrock')('DeleteModelInvocationLoggingConfiguration'),
      ),
    ],
    quiet: [
      example(
        'the call is denied',
        callTo('bedrock')(
          'PutFoundationModelEntitlement',
          { modelId: 'model-1' },
          { error: 'AccessDeniedException' },
        ),
      ),
      example('a model is used', callTo('bedrock')('InvokeModel', { modelId: 'model-1' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const model = textOf(record, 'modelId') ?? 'models'
    const isLog = record.eventName.startsWith('Delete')
    return actMatch(record, {
      of: model,
      title: isLog
        ? `Log of the use of models deleted by ${whoIn(record)}`
        : `Access to ${model} opened by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [model],
      ...(isLog
        ? { severity: 'high' as const, severityNote: 'Nobody sees any more what the models are used for.' }
        : loweredForAutomation(record, 'low')),
    })
  },
})
