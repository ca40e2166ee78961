import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'
import { layersOf } from './layers-of.ts'

const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7'
const change = (by: 'user' | 'pipeline', layers: unknown) =>
  lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', layers }, { by })

export const layerAttached = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'layer-attached',
  title: 'Layer attached to a function',
  severity: 'medium',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: "A layer brings code that runs with the rights of the function, while the function's own code and its hash stay as they were. An extension in it runs before every invocation.",
  sources: LAMBDA,
  names: ['UpdateFunctionConfiguration'],
  techniques: ['T1525', 'T1648', 'T1574'],
  falsePositives: 'Engineers who add a monitoring layer in the console.',
  response: [
    ASK_ACTOR,
    SEE_CONFIGURATION,
    step(
      'To take all layers off, set an empty list.',
      'aws lambda update-function-configuration --function-name <name> --layers',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Lambda.UpdateFunctionConfiguration',
    'Sigma aws_new_lambda_layer_attached',
    'Stratus Red Team aws.persistence.lambda-layer-extension',
    'Leonidas privilege_escalation/attach-malicious-lambda-layer',
  ],
  risks: ['out-of-band-deployment', 'insecure-dependencies'],
  examples: {
    fires: [example('a person attaches a layer', change('user', [LAYER]))],
    quiet: [
      example('the layers are taken off', change('user', [])),
      example(
        'another setting',
        lambda('UpdateFunctionConfiguration20150331v2', { functionName: 'orders-api', timeout: 30 }),
      ),
      example(
        'it is denied',
        lambda(
          'UpdateFunctionConfiguration20150331v2',
          { functionName: 'orders-api', layers: [LAYER] },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const layers = layersOf(record)
    if (!happened(record) || functionName === null || layers.length === 0) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Layer attached to ${functionName} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} runs with ${layers.length === 1 ? 'the layer' : 'the layers'} ${layers.join(', ')}.`,
      resources: layers,
      ...loweredForAutomation(record, 'info'),
    })
  },
})
