import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-0000-4000-8000-000000000000'
const NEW = { functionName: 'orders-api', code: {} }

export const functionCreatedWithoutCodeKey = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-created-without-code-key',
  title: 'Function created without a key of its own for its code',
  severity: 'low',
  why: "The package is encrypted with a key of AWS's, so no key policy decides who may download the code.",
  sources: LAMBDA,
  names: ['CreateFunction'],
  techniques: ['T1552.001'],
  falsePositives: 'Organisations whose rules do not ask for customer managed keys.',
  off: 'Few organisations ask for customer managed keys for code, and every new function would be one.',
  response: [
    step(
      'To encrypt it with a key, deploy the code again with one.',
      "aws lambda update-function-code --function-name <name> --source-kms-key-arn '<key-arn>' --s3-bucket '<bucket>' --s3-key '<key>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html'],
  needs: ['trail-events'],
  elsewhere: ['Tailpipe lambda_function_created_with_function_code_encryption_at_rest_disabled'],
  risks: ['insecure-deployment-configuration'],
  examples: {
    fires: [example('a function is made without', lambda('CreateFunction20150331', NEW))],
    quiet: [
      example('with a key', lambda('CreateFunction20150331', { ...NEW, code: { sourceKMSKeyArn: KEY } })),
      example(
        'a container image, whose repository has the key',
        lambda('CreateFunction20150331', { ...NEW, packageType: 'Image' }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    const request = requestOf(record)
    if (!happened(record) || functionName === null || field(request, 'packageType') === 'Image')
      return undefined
    if (asText(field(field(request, 'code'), 'sourceKMSKeyArn'))) return undefined
    return actMatch(record, {
      of: functionName,
      title: `Function ${functionName} created without a code key by ${whoIn(record)}`,
      summary: `${ranIn(record)}: the code of ${functionName} is encrypted with a key of AWS's.`,
    })
  },
})
