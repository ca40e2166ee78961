import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { roleAccess } from './access.ts'
import { allow, assess, methods, risksOf, titles } from './assess-for-test.ts'
import { TEST_ACCOUNT } from './role-for-test.ts'

describe('other risks', () => {
  it.each<[string, unknown, string[]]>([
    [
      "a function's usual rights",
      [
        allow([
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'xray:PutTraceSegments',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'cloudwatch:PutMetricData',
        ]),
        allow(
          ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
          [
            `arn:aws:dynamodb:eu-west-1:${TEST_ACCOUNT}:table/t`,
            `arn:aws:dynamodb:eu-west-1:${TEST_ACCOUNT}:table/t/index/*`,
          ],
        ),
        allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::bucket/*'),
        allow(
          'secretsmanager:GetSecretValue',
          `arn:aws:secretsmanager:eu-west-1:${TEST_ACCOUNT}:secret:db-??????`,
        ),
      ],
      [],
    ],
    [
      'secrets of all',
      allow('secretsmanager:GetSecretValue'),
      ['high Data exfiltration: AWS Secrets Manager'],
    ],
    [
      'objects by a pattern',
      allow('s3:GetObject', 'arn:aws:s3:::app-*/*'),
      ['low Data exfiltration: Amazon S3'],
    ],
    ['a bucket policy', allow('s3:PutBucketPolicy'), ['medium Permissions management: Amazon S3']],
    ['deletion anywhere', allow('dynamodb:DeleteTable'), ['medium Writes to any resource: Amazon DynamoDB']],
    ['writes anywhere', allow('dynamodb:PutItem'), ['low Writes to any resource: Amazon DynamoDB']],
    [
      'Cognito tokens',
      allow('cognito-identity:GetOpenIdTokenForDeveloperIdentity'),
      ['medium Credential exposure: Amazon Cognito Identity'],
    ],
  ])('of %s', (_, statement, expected) => {
    expect(titles(assess(statement))).toEqual(expect.arrayContaining(expected))
    if (expected.length === 0) expect(titles(assess(statement))).toEqual([])
  })

  it('has one for an administrator, whatever else he could', () => {
    const access = assess(allow('*'))
    expect(titles(access)).toEqual(['critical Administrator of the account'])
    expect(access.level).toBe('critical')
    expect(access.risks[0]?.statements).toHaveLength(1)
  })

  it('rates a wildcard by service and resources', () => {
    expect(risksOf(assess(allow('kms:*')), 'service-wildcard')[0]?.severity).toBe('high')
    expect(risksOf(assess(allow('sns:*')), 'service-wildcard')[0]?.severity).toBe('medium')
    const named = assess(allow('sns:*', `arn:aws:sns:eu-west-1:${TEST_ACCOUNT}:t`))
    expect(risksOf(named, 'service-wildcard')[0]?.severity).toBe('info')
  })

  it('sums up where a NotAction gives hundreds of services', () => {
    const access = assess({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })
    expect(risksOf(access, 'not-action')).toMatchObject([{ severity: 'high', title: 'Allow with NotAction' }])
    expect(risksOf(access, 'service-wildcard').length).toBeLessThanOrEqual(9)
    expect(risksOf(access, 'unconstrained-write').length).toBeLessThanOrEqual(9)
    const withIam = assess({ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: '*' })
    expect(risksOf(withIam, 'not-action')[0]?.severity).toBe('critical')
    const notResource = assess({
      Effect: 'Allow',
      Action: 's3:GetObject',
      NotResource: 'arn:aws:s3:::secret/*',
    })
    expect(risksOf(notResource, 'not-action')).toMatchObject([
      { title: 'Allow with NotResource', severity: 'medium' },
    ])
  })

  it('counts sharing from two functions on, more where the role is dangerous', () => {
    const functions = ['a', 'b'].map((name) => ({ name, arn: `arn:${name}` }))
    expect(titles(assess([], {}, { sharedBy: functions.slice(1) }))).toEqual([])
    expect(titles(assess([], {}, { sharedBy: functions }))).toEqual(['low Shared by 2 functions'])
    expect(titles(assess(allow('kms:*'), {}, { sharedBy: functions }))).toContain(
      'medium Shared by 2 functions',
    )
  })
})

describe('level', () => {
  it.each<[string, unknown, Partial<RoleRecord>, string]>([
    ['none', allow('sqs:ListQueues'), {}, 'none'],
    [
      'of what could not be read',
      [],
      { inlinePolicies: denied('iam:GetAccountAuthorizationDetails') },
      'unknown',
    ],
    [
      'of a document that is not there',
      allow('sqs:ListQueues'),
      { attachedPolicies: known([{ name: 'm', document: failed('x') }]) },
      'unknown',
    ],
    ['of trust that was not seen', allow('sqs:ListQueues'), { trustPolicy: absent() }, 'unknown'],
    [
      'where something bad was found though not all was read',
      allow('iam:PutRolePolicy'),
      { attachedPolicies: denied('x') },
      'critical',
    ],
  ])('%s', (_, statement, changes, level) => {
    const access = assess(statement, changes)
    expect(access.level).toBe(level)
    expect(roleAccess.safeParse(access).success).toBe(true)
  })
})

it('takes odd and hostile documents without failing', () => {
  const odd = [
    { Effect: 'Allow', Action: '*:*', Resource: '', Sid: '<script>' },
    { Effect: 'allow', Action: 'iam:*', Resource: '*' },
    { Effect: 'Allow', Action: ['iam:pass?ole', 'LAMBDA:create*', 'lambda:invokefunction'], Resource: '*' },
    { Effect: 'Allow', NotAction: [], NotResource: [], Condition: 'x' },
  ]
  expect(methods(assess(odd))).toContain('PassRole and CreateFunction and InvokeFunction: critical')
})
