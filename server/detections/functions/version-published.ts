import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

export const versionPublished = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'version-published',
  title: 'Function version published by a person',
  severity: 'info',
  why: 'A version keeps code and configuration for good, also code that was put in by hand. Aliases and triggers can then be pointed at it.',
  sources: LAMBDA,
  names: ['PublishVersion'],
  techniques: ['T1648'],
  falsePositives: 'Releases by hand.',
  response: [
    ASK_ACTOR,
    step(
      'See the versions and their hashes.',
      "aws lambda list-versions-by-function --function-name <name> --query 'Versions[].[Version,CodeSha256,LastModified]'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html'],
  needs: ['trail-events'],
  elsewhere: ['easttimor ct-service-lambda'],
  risks: ['out-of-band-deployment'],
  examples: {
    fires: [example('a person publishes', lambda('PublishVersion20150331', { functionName: 'orders-api' }))],
    quiet: [
      example(
        'the pipeline publishes',
        lambda('PublishVersion20150331', { functionName: 'orders-api' }, { by: 'pipeline' }),
      ),
      example(
        'it fails',
        lambda(
          'PublishVersion20150331',
          { functionName: 'orders-api' },
          { error: 'ResourceConflictException' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || !isByPerson(record)) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Version of ${functionName} published by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline.`,
    })
  },
})
