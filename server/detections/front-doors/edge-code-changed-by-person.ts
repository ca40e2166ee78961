import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const cloudfront = callTo('cloudfront')
const FN = { name: 'rewrite', ifMatch: 'ETVABCDEF' }

export const edgeCodeChangedByPerson = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'edge-code-changed-by-person',
  title: 'Code at the edge changed by a person',
  severity: 'medium',
  why: 'A CloudFront function sees every request and every answer of its distributions, cookies and tokens among them. Code that does not come out of the pipeline was not reviewed.',
  sources: ['cloudfront.amazonaws.com'],
  names: ['PublishFunction', 'UpdateFunction'],
  techniques: ['T1557', 'T1648'],
  falsePositives: 'Rules of redirection that are changed in the console.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See the code that runs.',
      "aws cloudfront get-function --name '<function>' --stage LIVE function.js",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-functions.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover CloudFront/PublishFunction'],
  risks: ['out-of-band-deployment', 'execution-flow-manipulation'],
  examples: {
    fires: [example('a person puts code live', cloudfront('PublishFunction2020_05_31', FN))],
    quiet: [
      example('the pipeline does', cloudfront('PublishFunction2020_05_31', FN, { by: 'pipeline' })),
      example('it is denied', cloudfront('PublishFunction2020_05_31', null, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const name = brief(textOf(record, 'name') ?? 'a CloudFront function', 140)
    return actMatch(record, {
      of: name,
      title: `Code of ${name} at the edge changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline.`,
      resources: [name],
    })
  },
})
