import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForDeclared } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, SEE_FUNCTION_POLICY, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

export const functionUrlOpened = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'function-url-opened',
  title: 'Function URL without authentication',
  severity: 'high',
  severityNote: 'Low where the organisation declared the function a public API.',
  why: 'A function URL of type NONE answers the whole internet, with nothing in front of the code. It takes one call to make and looks like nothing in the console of API Gateway.',
  sources: LAMBDA,
  names: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'],
  techniques: ['T1133', 'T1578.005'],
  falsePositives: 'Web hooks and public APIs that check their callers in the code: declare them public.',
  response: [
    ASK_ACTOR,
    SEE_FUNCTION_POLICY,
    step(
      'To close it, have the URL ask for IAM credentials.',
      'aws lambda update-function-url-config --function-name <name> --auth-type AWS_IAM',
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic persistence_lambda_function_url_public_access',
    'Sigma aws_lambda_function_url',
    'TrailDiscover Lambda/CreateFunctionUrlConfig',
  ],
  risks: ['broken-authentication', 'insecure-deployment-configuration'],
  examples: {
    fires: [
      example(
        'a URL is made for everybody',
        lambda('CreateFunctionUrlConfig', { functionName: 'orders-api', authType: 'NONE' }),
      ),
      example(
        'a URL is opened',
        lambda(
          'UpdateFunctionUrlConfig',
          { functionName: 'orders-api', authType: 'NONE' },
          { by: 'pipeline' },
        ),
      ),
    ],
    quiet: [
      example(
        'a URL with IAM',
        lambda('CreateFunctionUrlConfig', { functionName: 'orders-api', authType: 'AWS_IAM' }),
      ),
      example(
        'another setting of a URL',
        lambda('UpdateFunctionUrlConfig', { functionName: 'orders-api', invokeMode: 'BUFFERED' }),
      ),
      example(
        'it is denied',
        lambda(
          'CreateFunctionUrlConfig',
          { functionName: 'orders-api', authType: 'NONE' },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record, context) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || textOf(record, 'authType') !== 'NONE') return undefined
    return actMatch(record, {
      of: functionName,
      title: `URL of ${functionName} opened to the internet by ${whoIn(record)}`,
      summary: `${ranIn(record)}: the function URL of ${functionName} asks its callers for no credentials.`,
      ...loweredForDeclared(record, context, 'low'),
    })
  },
})
