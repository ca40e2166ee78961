import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, isTrue, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const FN = { functionName: 'orders-api' }

export const functionUrlCorsOpened = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-url-cors-opened',
  title: 'Function URL answers scripts of any website',
  severity: 'low',
  severityNote: "Medium where the answer may be read with the visitor's credentials.",
  why: "Any website that a signed-in person visits can call the function from that person's browser and read the answer. What is only meant for one page leaves through all others.",
  sources: LAMBDA,
  names: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'],
  techniques: ['T1190'],
  falsePositives: 'Public data for any page.',
  response: [
    ASK_ACTOR,
    step('See what the URL allows.', 'aws lambda get-function-url-config --function-name <name>'),
    step(
      'To narrow it, name the origins.',
      "aws lambda update-function-url-config --function-name <name> --cors 'AllowOrigins=https://shop.example'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      example('any origin', lambda('UpdateFunctionUrlConfig', { ...FN, cors: { allowOrigins: ['*'] } })),
    ],
    quiet: [
      example(
        'one origin',
        lambda('UpdateFunctionUrlConfig', { ...FN, cors: { allowOrigins: ['https://shop.example'] } }),
      ),
      example(
        'any header, but one origin',
        lambda('CreateFunctionUrlConfig', {
          ...FN,
          authType: 'AWS_IAM',
          cors: { allowHeaders: ['*'], allowOrigins: ['https://shop.example'] },
        }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const cors = field(requestOf(record), 'cors')
    const origins = itemsOf(field(cors, 'allowOrigins'))
    if (!happened(record) || functionName === null || !origins.some(isAny)) return undefined
    const withCredentials = isTrue(field(cors, 'allowCredentials'))
    return actMatch(record, {
      of: functionName,
      title: `URL of ${functionName} opened to scripts of any website by ${whoIn(record)}`,
      summary: `${ranIn(record)}: the function URL of ${functionName} allows any origin${withCredentials ? ', with credentials' : ''}.`,
      ...(withCredentials
        ? { severity: 'medium', severityNote: 'The browser may send credentials along.' }
        : {}),
    })
  },
})

function isAny(origin: unknown): boolean {
  return origin === '*' || origin === 'http://*' || origin === 'https://*'
}
