import { expect, it } from 'vitest'
import { functionRoleUsedElsewhere } from '#server/detections/sessions/function-role-used-elsewhere.ts'
import { evaluateDetection } from '#server/testing/evaluate-detection.ts'
import { type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { SeenFunctions } from './seen-functions.ts'

const ROLE = 'arn:aws:iam::111122223333:role/orders-api-role'
const assumed = (more: Raw = {}) =>
  trailRecord({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    requestParameters: { roleArn: ROLE, roleSessionName: 'orders-api' },
    ...more,
  })
const made = (more: Raw = {}) =>
  trailRecord({
    eventName: 'CreateFunction20150331',
    requestParameters: { functionName: 'orders-api', role: ROLE, runtime: 'python3.13' },
    ...more,
  })
const called = (userAgent: string) =>
  trailRecord({
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    requestParameters: null,
    userIdentity: roleSession('orders-api-role', 'orders-api'),
    userAgent,
  })
const LAMBDA = 'Boto3/1.40.0 md/Botocore#1.40.0 exec-env/AWS_Lambda_python3.13'
const LAPTOP = 'aws-cli/2.31.0 os/macos#24.6'

it.each([
  ['that Lambda assumed its role', assumed()],
  ['that it was made', made()],
  ['its own call', called(LAMBDA)],
])('finds a stolen session of a function after %s', (_what, record) => {
  const seen = new SeenFunctions()
  seen.note([record])
  expect(evaluateDetection(functionRoleUsedElsewhere, called(LAPTOP), seen.context)).toBeDefined()
  expect(evaluateDetection(functionRoleUsedElsewhere, called(LAMBDA), seen.context)).toBeUndefined()
})

it.each([
  [
    'another service assumed the role',
    assumed({ userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
  ],
  ['Lambda was denied the role', assumed({ errorCode: 'AccessDenied' })],
  ['the function was not made', made({ errorCode: 'ResourceConflictException' })],
  ['nothing was recorded of what was asked for', made({ requestParameters: null })],
])('learns nothing where %s', (_what, record) => {
  const seen = new SeenFunctions()
  seen.note([record])
  expect(seen.context.functionsOfRole(ROLE)).toEqual([])
})

it('knows each function once, with its runtime as soon as that is said', () => {
  const seen = new SeenFunctions()
  seen.note([assumed(), assumed(), made()])
  expect(seen.context.functionsOfRole(ROLE)).toEqual([
    { name: 'orders-api', region: 'eu-west-1', runtime: 'python3.13' },
  ])
})
