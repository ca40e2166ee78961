import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

export const layerPublished = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'layer-published',
  title: 'Layer version published by a person',
  severity: 'low',
  why: 'Code in a layer gets into every function that takes the newest version of it. A version that does not come out of the pipeline was not reviewed.',
  sources: LAMBDA,
  names: ['PublishLayerVersion'],
  techniques: ['T1648', 'T1525'],
  falsePositives: 'Teams that build their layers by hand.',
  response: [
    ASK_ACTOR,
    step('See what was published.', "aws lambda list-layer-versions --layer-name '<layer>'"),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html'],
  needs: ['trail-events'],
  elsewhere: ['easttimor ct-service-lambda', 'Elastic execution_lambda_external_layer_added_to_function'],
  risks: ['out-of-band-deployment', 'insecure-dependencies'],
  examples: {
    fires: [example('a person publishes', lambda('PublishLayerVersion20181031', { layerName: 'tools' }))],
    quiet: [
      example(
        'the pipeline publishes',
        lambda('PublishLayerVersion20181031', { layerName: 'tools' }, { by: 'pipeline' }),
      ),
      example(
        'it is denied',
        lambda('PublishLayerVersion20181031', { layerName: 'tools' }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const layer = brief(textOf(record, 'layerName') ?? 'a layer', 140)
    return actMatch(record, {
      of: layer,
      title: `Version of layer ${layer} published by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline.`,
      resources: [layer],
    })
  },
})
