import { describe, expect, it } from 'vitest'
import { evaluate } from './evaluate.ts'
import { allow, deny, principalOf, type Statement } from './role-for-test.ts'

/** Action, resource, what the request tells (null: the key is absent), answer. */
type Ask = [
  action: string,
  resource: string,
  context: Record<string, string | string[] | null>,
  answer: string,
]
type Example = { title: string; own: Statement[]; boundary?: Statement[]; scps?: Statement[][]; asks: Ask[] }

const variable = (name: string) => `\${${name}}`
const MFA = 'aws:multifactorauthpresent'

/** Policies as AWS's documentation shows them, and what it says of them. */
const EXAMPLES: Example[] = [
  {
    title: 'a boundary without the service (IAM user guide, permissions boundaries)',
    own: [allow('iam:CreateUser')],
    boundary: [allow(['s3:*', 'cloudwatch:*', 'ec2:*'])],
    asks: [
      ['iam:CreateUser', '*', {}, 'implicit deny'],
      ['s3:ListBucket', 'arn:aws:s3:::b', {}, 'implicit deny'],
    ],
  },
  {
    title: 'a deny list of SCPs (Organizations user guide, strategies for using SCPs)',
    own: [allow('*')],
    scps: [[allow('*')], [allow('*'), deny('cloudtrail:*', '*', { Sid: 'DenyCloudTrail' })], [allow('*')]],
    asks: [
      ['cloudtrail:StopLogging', '*', {}, 'explicit deny'],
      ['ec2:RunInstances', '*', {}, 'allowed'],
    ],
  },
  {
    title: 'an allow list of SCPs: each level must allow',
    own: [allow('*')],
    scps: [[allow('*')], [allow(['ec2:*', 's3:*'])], [allow(['ec2:*', 'sqs:*'])]],
    asks: [
      ['ec2:RunInstances', '*', {}, 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::b/k', {}, 'implicit deny'],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:q', {}, 'implicit deny'],
    ],
  },
  {
    title: 'NotAction with Allow: all of S3 but DeleteBucket (element NotAction)',
    own: [{ Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }],
    asks: [
      ['s3:PutObject', 'arn:aws:s3:::b/k', {}, 'allowed'],
      ['s3:DeleteBucket', 'arn:aws:s3:::b', {}, 'implicit deny'],
      ['s3:ListAllMyBuckets', '*', {}, 'implicit deny'],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:q', {}, 'implicit deny'],
    ],
  },
  {
    title: 'NotAction with Deny: all but managing oneself without MFA (element NotAction)',
    own: [
      allow('*'),
      {
        Sid: 'DenyAllUsersNotUsingMFA',
        Effect: 'Deny',
        NotAction: 'iam:*',
        Resource: '*',
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ],
    asks: [
      ['iam:CreateVirtualMFADevice', '*', { [MFA]: null }, 'allowed'],
      ['ec2:RunInstances', '*', { [MFA]: null }, 'explicit deny'],
      ['ec2:RunInstances', '*', { [MFA]: 'false' }, 'explicit deny'],
      ['ec2:RunInstances', '*', { [MFA]: 'true' }, 'allowed'],
      ['ec2:RunInstances', '*', {}, 'allowed, conditional'],
    ],
  },
  {
    title: 'NotResource with Deny: all buckets but one (element NotResource)',
    own: [
      allow('s3:*'),
      {
        Effect: 'Deny',
        Action: 's3:*',
        NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'],
      },
    ],
    asks: [
      ['s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll/june', {}, 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::HRBucket/Payroll', {}, 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::HRBucket/Recruiting/june', {}, 'explicit deny'],
    ],
  },
  {
    title: 'between two dates (identity-based policy examples)',
    own: [
      allow('s3:GetObject', '*', {
        Condition: {
          DateGreaterThan: { 'aws:CurrentTime': '2020-04-01T00:00:00Z' },
          DateLessThan: { 'aws:CurrentTime': '2020-06-30T23:59:59Z' },
        },
      }),
    ],
    asks: [
      ['s3:GetObject', 'arn:aws:s3:::b/k', { 'aws:currenttime': '2020-05-01T12:00:00Z' }, 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::b/k', { 'aws:currenttime': '2020-07-01T00:00:00Z' }, 'implicit deny'],
      ['s3:GetObject', 'arn:aws:s3:::b/k', {}, 'allowed, conditional'],
    ],
  },
  {
    title: 'from these addresses or through a service (identity-based policy examples)',
    own: [
      allow('*'),
      deny('*', '*', {
        Condition: {
          NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] },
          Bool: { 'aws:ViaAWSService': 'false' },
        },
      }),
    ],
    asks: [
      ['s3:GetObject', '*', { 'aws:sourceip': '192.0.2.7', 'aws:viaawsservice': 'false' }, 'allowed'],
      [
        's3:GetObject',
        '*',
        { 'aws:sourceip': '198.51.100.7', 'aws:viaawsservice': 'false' },
        'explicit deny',
      ],
      ['s3:GetObject', '*', { 'aws:sourceip': '198.51.100.7', 'aws:viaawsservice': 'true' }, 'allowed'],
      ['s3:GetObject', '*', { 'aws:sourceip': '198.51.100.7' }, 'allowed, conditional'],
    ],
  },
  {
    title: 'own folder of a bucket (variables and tags)',
    own: [
      allow('s3:ListBucket', 'arn:aws:s3:::home', {
        Condition: { StringLike: { 's3:prefix': [`${variable('aws:username')}/*`] } },
      }),
      allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::home/${variable('aws:username')}/*`),
    ],
    asks: [
      ['s3:ListBucket', 'arn:aws:s3:::home', { 'aws:username': 'ann', 's3:prefix': 'ann/x' }, 'allowed'],
      [
        's3:ListBucket',
        'arn:aws:s3:::home',
        { 'aws:username': 'ann', 's3:prefix': 'bob/x' },
        'implicit deny',
      ],
      ['s3:GetObject', 'arn:aws:s3:::home/ann/x', { 'aws:username': 'ann' }, 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::home/bob/x', { 'aws:username': 'ann' }, 'implicit deny'],
    ],
  },
  {
    title: 'a variable without a value (variables and tags, policy variables with no value)',
    own: [
      allow('s3:*'),
      deny('s3:*', '*', {
        Condition: { StringNotLike: { 's3:ExistingObjectTag/Team': variable('aws:PrincipalTag/Team') } },
      }),
    ],
    asks: [
      [
        's3:GetObject',
        'arn:aws:s3:::b/k',
        { 's3:existingobjecttag/team': 'blue', 'aws:principaltag/team': null },
        'explicit deny',
      ],
      [
        's3:GetObject',
        'arn:aws:s3:::b/k',
        { 's3:existingobjecttag/team': 'blue', 'aws:principaltag/team': 'blue' },
        'allowed',
      ],
    ],
  },
  {
    title: 'attributes of a table (multivalued context keys)',
    own: [
      allow('dynamodb:GetItem', '*', {
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['ID', 'Message', 'Tags'] } },
      }),
    ],
    asks: [
      ['dynamodb:GetItem', '*', { 'dynamodb:attributes': ['ID', 'Tags'] }, 'allowed'],
      ['dynamodb:GetItem', '*', { 'dynamodb:attributes': ['ID', 'Salary'] }, 'implicit deny'],
      ['dynamodb:GetItem', '*', { 'dynamodb:attributes': null }, 'allowed'],
    ],
  },
  {
    title: 'other regions denied but for global services (SCP examples)',
    own: [allow('*')],
    scps: [
      [
        allow('*'),
        {
          Effect: 'Deny',
          NotAction: ['iam:*', 'sts:*'],
          Resource: '*',
          Condition: {
            StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
            ArnNotLike: { 'aws:PrincipalARN': ['arn:aws:iam::*:role/Role1AllowedToBypassThisSCP'] },
          },
        },
      ],
    ],
    asks: [
      ['ec2:RunInstances', '*', { 'aws:requestedregion': 'us-east-1' }, 'explicit deny'],
      ['ec2:RunInstances', '*', { 'aws:requestedregion': 'eu-west-1' }, 'allowed'],
      ['iam:CreateRole', '*', { 'aws:requestedregion': 'us-east-1' }, 'allowed'],
      ['ec2:RunInstances', '*', {}, 'allowed, conditional'],
    ],
  },
]

describe.each(EXAMPLES)('$title', ({ own, boundary, scps, asks }) => {
  it.each(asks)('%s on %s with %o: %4$s', (action, resource, told, answer) => {
    const context = new Map(
      Object.entries(told).map(([key, value]) => [key, value === null ? null : [value].flat()]),
    )
    const { effect, conditional } = evaluate(principalOf(own, { boundary, scps }), {
      action,
      resource,
      context,
    })
    expect(conditional ? `${effect}, conditional` : effect).toBe(answer)
  })
})
