import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const image = (account: string) => `${account}.dkr.ecr.eu-west-1.amazonaws.com/orders:1`
const update = (account: string, more = {}) =>
  lambda('UpdateFunctionCode20150331v2', { functionName: 'orders-api', imageUri: image(account) }, more)

export const imageFromOtherAccount = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'image-from-other-account',
  title: 'Function runs an image of another account',
  severity: 'high',
  why: 'Whoever owns the repository decides what the function runs, with the rights of its role. Its own scans and its own pipeline never saw the image.',
  sources: LAMBDA,
  names: ['CreateFunction', 'UpdateFunctionCode'],
  techniques: ['T1525', 'T1195', 'T1648'],
  falsePositives: 'Build accounts that are not watched, and images of vendors.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See which image runs.',
      "aws lambda get-function --function-name <name> --query 'Code.[ImageUri,ResolvedImageUri]'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/images-create.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['insecure-dependencies', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('code is updated with it', update('444455556666', { by: 'pipeline' })),
      example(
        'a function is made with it',
        lambda('CreateFunction20150331', {
          functionName: 'orders-api',
          code: { imageUri: image('444455556666') },
        }),
      ),
    ],
    quiet: [
      example('an image of the same account', update('111122223333')),
      within({ isOwnAccount: () => true }, example('of the organisation', update('444455556666'))),
      example('it is denied', update('444455556666', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const request = requestOf(record)
    const uri = asText(field(request, 'imageUri')) ?? asText(field(field(request, 'code'), 'imageUri'))
    const account = /^(\d{12})\.dkr\.ecr\./.exec(uri ?? '')?.[1]
    if (uri === undefined || !isOutside(account, record, context)) return undefined
    return actMatch(record, {
      of: `${functionName} ${account}`,
      title: `${functionName} runs an image of account ${account}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} runs ${brief(uri, 300)}.`,
      resources: [uri],
      evidence: [accountEvidence(account, context)],
    })
  },
})
