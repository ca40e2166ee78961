import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const NEW = {
  functionName: 'orders-api',
  role: 'arn:aws:iam::111122223333:role/orders',
  runtime: 'python3.13',
}

export const functionCreated = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-created',
  title: 'Function created',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'A new function is new code with the rights of the role that was passed to it. Intruders make one to use a role that they cannot assume.',
  sources: LAMBDA,
  names: ['CreateFunction'],
  techniques: ['T1648', 'T1496'],
  falsePositives: 'Every first deployment of a function.',
  response: [
    ASK_ACTOR,
    SEE_CONFIGURATION,
    step(
      'See the code: the answer has an address to download it from.',
      'aws lambda get-function --function-name <name>',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html'],
  needs: ['trail-events'],
  elsewhere: ['Falco Create Lambda Function', 'TrailDiscover Lambda/CreateFunction20150331'],
  risks: ['ungoverned-assets', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('a person makes a function', lambda('CreateFunction20150331', NEW, { by: 'console' })),
      example('the pipeline makes a function', lambda('CreateFunction20150331', NEW, { by: 'pipeline' })),
    ],
    quiet: [
      example(
        'there is one of that name',
        lambda('CreateFunction20150331', NEW, { error: 'ResourceConflictException' }),
      ),
      example('a dry run', lambda('CreateFunction20150331', { ...NEW, dryRun: true })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const role = textOf(record, 'role') ?? 'not recorded'
    return actMatch(record, {
      of: functionName,
      title: `Function ${functionName} created by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} runs with the role ${role}.`,
      resources: role === 'not recorded' ? [] : [role],
      evidence: [
        { label: 'Role', value: role },
        {
          label: 'Runtime',
          value: textOf(record, 'runtime') ?? textOf(record, 'packageType') ?? 'not recorded',
        },
      ],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
