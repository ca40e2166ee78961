import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_FUNCTION_POLICY, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const IAM = { functionName: 'orders-api', authType: 'AWS_IAM' }

export const functionUrlCreated = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-url-created',
  title: 'Function URL created',
  severity: 'medium',
  severityNote:
    'Low where a pipeline or infrastructure as code made it; open URLs have a detection of their own.',
  why: 'The function has an address on the internet now, also where nobody asked for one. A later change of one field opens it.',
  sources: LAMBDA,
  names: ['CreateFunctionUrlConfig'],
  techniques: ['T1133'],
  falsePositives: 'Developers who try a URL by hand.',
  response: [
    ASK_ACTOR,
    SEE_FUNCTION_POLICY,
    step('To take it away, delete the URL.', 'aws lambda delete-function-url-config --function-name <name>'),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html'],
  needs: ['trail-events'],
  elsewhere: ['Sigma aws_lambda_function_url', 'TrailDiscover Lambda/CreateFunctionUrlConfig'],
  risks: ['insecure-deployment-configuration', 'ungoverned-assets'],
  examples: {
    fires: [example('a person makes a URL', lambda('CreateFunctionUrlConfig', IAM))],
    quiet: [
      example(
        'it is open, which has a detection of its own',
        lambda('CreateFunctionUrlConfig', { ...IAM, authType: 'NONE' }),
      ),
      example('it is denied', lambda('CreateFunctionUrlConfig', IAM, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || textOf(record, 'authType') === 'NONE') return undefined
    return actMatch(record, {
      of: functionName,
      title: `URL of ${functionName} created by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} has a function URL that asks for IAM credentials.`,
      ...loweredForAutomation(record, 'low'),
    })
  },
})
