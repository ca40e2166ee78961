import { describe, expect, it } from 'vitest'
import type { DetectionContext, RoleFunction } from '#server/detections/define-detection.ts'
import { evaluateDetection } from '#server/testing/evaluate-detection.ts'
import { iamUser, type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import { functionRoleUsedElsewhere } from './function-role-used-elsewhere.ts'

const ROLE = 'shared-role'
const FUNCTIONS: RoleFunction[] = [
  { name: 'orders-api', region: 'eu-west-1', runtime: 'python3.12' },
  { name: 'orders-worker', region: 'eu-west-1', runtime: 'provided.al2023' },
  { name: 'orders-image', region: 'eu-west-1', runtime: null },
]
const context: Pick<DetectionContext, 'functionsOfRole'> = {
  functionsOfRole: (arn) => (arn === `arn:aws:iam::111122223333:role/${ROLE}` ? FUNCTIONS : []),
}
const CLI = 'aws-cli/2.27.41 ua/2.1 os/linux#6.8.0 lang/python#3.13.4 md/installer#exe'
const BOTO = 'Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#5.10.0-amzn2 lang/python#3.12.1'
const GO = 'aws-sdk-go-v2/1.30.3 ua/2.0 os/linux lang/go#1.22.5 md/GOARCH#arm64 api/s3#1.58.2'

const matchOf = (changes: Raw, session = 'orders-api', role = ROLE) => {
  const record = trailRecord({
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    requestParameters: null,
    userIdentity: roleSession(role, session),
    ...changes,
  })
  return evaluateDetection(functionRoleUsedElsewhere, record, context)
}

describe('function-role-used-elsewhere fires', () => {
  it.each<[string, Raw, string?]>([
    ['on the AWS CLI', { userAgent: CLI }],
    ['on a denied call', { userAgent: CLI, errorCode: 'AccessDenied' }],
    ['on an SDK that does not name the runtime, where the runtime would', { userAgent: BOTO }],
    ['on an SDK in brackets, as S3 writes it', { userAgent: `[${BOTO}]` }],
    ['on an SDK in a container image that does not name it', { userAgent: BOTO }, 'orders-image'],
    ['on a tool that is no SDK', { userAgent: 'python-requests/2.31.0' }],
    ['on no user agent', { userAgent: undefined }],
    ['on an address inside a VPC', { userAgent: CLI, sourceIPAddress: '10.0.3.7', vpcEndpointId: 'vpce-1' }],
    ['on Go from a laptop', { userAgent: 'aws-sdk-go-v2/1.30.3 os/macos lang/go#1.22.5' }],
    [
      'on an SDK from Windows, whatever the runtime',
      { userAgent: 'Boto3/1.34 os/windows#10' },
      'orders-worker',
    ],
    ['on CloudShell', { userAgent: 'aws-cli/2.27 exec-env/CloudShell' }],
  ])('%s', (_what, changes, session) => expect(matchOf(changes, session)).toBeDefined())
})

describe('function-role-used-elsewhere does not fire', () => {
  it.each<[string, Raw, string?, string?]>([
    [
      'on the runtime’s own SDK',
      { userAgent: `${BOTO} exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy` },
    ],
    ['on an SDK in a container image', { userAgent: `${BOTO} exec-env/AWS_Lambda_Image` }, 'orders-image'],
    ['on the X-Ray daemon', { userAgent: 'xray-daemon/3.3.13 (linux; amd64) exec' }],
    ['on an extension in Go', { userAgent: GO }],
    ['on an extension in Rust', { userAgent: 'aws-sdk-rust/1.3.3 os/linux lang/rust/1.80.0' }],
    [
      'on an SDK on an OS-only runtime',
      { userAgent: 'aws-sdk-java/2.25 Linux/5.10 GraalVM' },
      'orders-worker',
    ],
    ['on Lambda’s log writer', { userAgent: 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.70.0 linux' }],
    [
      'on a call that a service makes for the role',
      { userAgent: 'kms.amazonaws.com', sourceIPAddress: 'kms.amazonaws.com' },
    ],
    ['on a call from inside AWS', { userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal' }],
    [
      'on a call that names its invoker',
      {
        userIdentity: roleSession(ROLE, 'orders-api', { invokedBy: 'athena.amazonaws.com' }),
        userAgent: CLI,
      },
    ],
    ['on a session that is not named for a function', { userAgent: CLI }, 'ann'],
    ['on a function’s name with another role', { userAgent: CLI }, 'orders-api', 'other-role'],
    ['on a user', { userIdentity: iamUser('orders-api'), userAgent: CLI }],
  ])('%s', (_what, changes, session, role) => expect(matchOf(changes, session, role)).toBeUndefined())
})

it('is one incident of the function, in the region where the function is, wherever its session goes', () => {
  const seen = ['us-east-1', 'eu-west-1', 'ap-south-1'].map((awsRegion) =>
    matchOf({ userAgent: CLI, awsRegion }),
  )
  for (const match of seen) expect(match).toMatchObject({ key: 'orders-api', region: 'eu-west-1' })
})
