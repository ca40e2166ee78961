import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, accountIn, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { ASK_ACTOR, SEE_CONFIGURATION, step } from '#server/detections/facts/response-steps.ts'
import { LAYER_PUBLISHERS } from '#server/domain/layers/layer-publishers.ts'
import { LAMBDA, lambda } from './lambda-source.ts'
import { layersOf } from './layers-of.ts'

const change = (account: string) =>
  lambda('UpdateFunctionConfiguration20150331v2', {
    functionName: 'orders-api',
    layers: [`arn:aws:lambda:eu-west-1:${account}:layer:tools:7`],
  })

export const layerFromOtherAccount = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'layer-from-other-account',
  title: 'Layer of another account attached',
  severity: 'high',
  why: 'Code of an unknown account runs with the rights of the function and sees its input and its credentials. Layers of AWS and of known vendors do not count.',
  sources: LAMBDA,
  names: ['CreateFunction', 'UpdateFunctionConfiguration'],
  techniques: ['T1525', 'T1648', 'T1195'],
  falsePositives:
    'Vendors that are not on the list of known publishers; accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    step(
      'See what is in the layer before trusting it.',
      "aws lambda get-layer-version-by-arn --arn '<layer-version-arn>'",
    ),
    SEE_CONFIGURATION,
    step(
      'To take all layers off, set an empty list.',
      'aws lambda update-function-configuration --function-name <name> --layers',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic execution_lambda_external_layer_added_to_function',
    'Stratus Red Team aws.persistence.lambda-layer-extension',
  ],
  risks: ['insecure-dependencies', 'out-of-band-deployment'],
  examples: {
    fires: [example('the layer is of an account nobody knows', change('444455556666'))],
    quiet: [
      example('the layer is of the same account', change('111122223333')),
      example('the layer is of AWS', change('017000801446')),
      within(
        { isOwnAccount: () => true },
        example('the layer is of the organisation', change('444455556666')),
      ),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const layers = layersOf(record)
    const foreign = layers.find((arn) => {
      const account = accountIn(arn)
      return isOutside(account, record, context) && !LAYER_PUBLISHERS.has(account)
    })
    const account = accountIn(foreign)
    if (foreign === undefined || account === undefined) return undefined
    return actMatch(record, {
      of: `${functionName} ${account}`,
      title: `Layer of account ${account} attached to ${functionName} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} runs with ${foreign}.`,
      resources: layers,
      evidence: [accountEvidence(account, context)],
    })
  },
})
