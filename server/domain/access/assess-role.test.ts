import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { roleAccess } from './access.ts'
import { type AssessInput, assessRole } from './assess-role.ts'
import { ESCALATION_METHODS } from './risks/escalation-methods.ts'
import { CREDENTIALS, EXFILTRATION } from './risks/exposing-actions.ts'
import { namedPolicy, policyDocument, roleForTest, TEST_ACCOUNT } from './role-for-test.ts'

const table = await loadActionTable()
const ROLE = `arn:aws:iam::${TEST_ACCOUNT}:role/app-role`
const OTHER = '444455556666'

function assess(
  statement: unknown,
  changes: Partial<RoleRecord> = {},
  more: Partial<AssessInput> & { scps?: ScpLevels } = {},
) {
  const { scps = { state: 'none' }, ...rest } = more
  const record = roleForTest(statement, changes)
  const principal = principalPolicies(record, scps)
  const permissions = effectivePermissions(principal, table)
  return assessRole({ record, principal, permissions, sharedBy: [], accountId: TEST_ACCOUNT, table, ...rest })
}
const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const methods = (access: ReturnType<typeof assess>) =>
  access.risks
    .filter(({ risk }) => risk === 'privilege-escalation')
    .map(({ method, severity }) => `${method}: ${severity}`)
const risksOf = (access: ReturnType<typeof assess>, risk: string) =>
  access.risks.filter((one) => one.risk === risk)
const titles = (access: ReturnType<typeof assess>) =>
  access.risks.map(({ title, severity }) => `${severity} ${title}`)

it('names in its tables no action that AWS does not have', () => {
  const all = [
    ...ESCALATION_METHODS.flatMap(({ actions }) => actions),
    ...Object.keys(EXFILTRATION),
    ...Object.keys(CREDENTIALS),
  ]
  expect(all.filter((action) => !table.has(action))).toEqual([])
  expect(new Set(ESCALATION_METHODS.map(({ method }) => method)).size).toBe(ESCALATION_METHODS.length)
})

describe('privilege escalation', () => {
  it.each(
    ESCALATION_METHODS.filter(({ only, gain }) => !only && gain !== 'own policy').map(
      (one) => [one.method, one] as const,
    ),
  )('finds %s', (name, { actions }) => {
    expect(
      methods(assess(allow(actions))).some((one) => one.startsWith(`${name}:`) || isSubsumed(one, actions)),
    ).toBe(true)
  })
  /** A way with fewer of the same actions stands for the longer one. */
  const isSubsumed = (line: string, actions: string[]) =>
    ESCALATION_METHODS.some(
      ({ method, actions: own }) =>
        line.startsWith(`${method}: `) && own.every((one) => actions.includes(one)),
    )

  const pass = 'iam:PassRole'
  const create = ['lambda:CreateFunction', 'lambda:InvokeFunction']
  const NAME = 'PassRole and CreateFunction and InvokeFunction'
  it.each([
    ['any role', [allow([pass, ...create])], [`${NAME}: critical`]],
    [
      'every role of the account',
      [allow(create), allow(pass, `arn:aws:iam::${TEST_ACCOUNT}:role/*`)],
      [`${NAME}: critical`],
    ],
    [
      'roles of a pattern',
      [allow(create), allow(pass, `arn:aws:iam::${TEST_ACCOUNT}:role/app-*`)],
      [`${NAME}: high`],
    ],
    [
      'one role',
      [allow(create), allow(pass, `arn:aws:iam::${TEST_ACCOUNT}:role/reader`)],
      [`${NAME}: medium`],
    ],
    ['itself alone', [allow(create), allow(pass, ROLE)], []],
    [
      'roles to Lambda alone',
      [
        allow(create),
        allow(pass, '*', { Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }),
      ],
      [`${NAME}: critical`],
    ],
    [
      'roles to another service alone',
      [
        allow(create),
        allow(pass, '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }),
      ],
      [],
    ],
    [
      'roles under a condition',
      [
        allow(create),
        allow(pass, '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
      ],
      [`${NAME}: high`],
    ],
    ['what is no role', [allow(create), allow('*', 'arn:aws:s3:::b/*')], []],
    ['any role, denied', [allow([pass, ...create]), { ...allow(pass), Effect: 'Deny' }], []],
  ])('with PassRole on %s', (_, statements, expected) => {
    expect(methods(assess(statements))).toEqual(expected)
  })

  it('is gone where a boundary or an SCP does not let it', () => {
    const statement = allow([pass, ...create])
    const narrow = policyDocument(allow('lambda:*'))
    const boundary = known({ name: 'b', arn: 'arn:b', document: known(narrow) })
    expect(methods(assess(statement, { permissionsBoundary: boundary }))).toEqual([])
    const scp = compilePolicy(narrow, { kind: 'scp', name: 's', arn: null })
    const scps: ScpLevels = { state: 'known', levels: [scp ? [scp] : []] }
    expect(methods(assess(statement, {}, { scps }))).toEqual([])
  })

  it('does not get lower because SCPs or the boundary could not be read', () => {
    const scps: ScpLevels = { state: 'unseen', reason: 'denied' }
    const changes = { permissionsBoundary: failed<never>('timeout') }
    expect(methods(assess(allow('iam:PutRolePolicy'), changes, { scps }))).toEqual([
      'PutRolePolicy: critical',
    ])
  })

  it.each([
    ['its own inline policy', allow('iam:PutRolePolicy', ROLE), ['PutRolePolicy: critical']],
    ["another role's policy", allow('iam:PutRolePolicy', `${ROLE}-2`), []],
    [
      "another role's trust",
      allow('iam:UpdateAssumeRolePolicy', `${ROLE}-2`),
      ['UpdateAssumeRolePolicy: medium'],
    ],
    ['one named role', allow('sts:AssumeRole', `${ROLE}-2`), []],
    ['every role', allow('sts:AssumeRole'), ['AssumeRole: high']],
    [
      'one function',
      allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${TEST_ACCOUNT}:function:f`),
      ['UpdateFunctionCode: low'],
    ],
  ])('knows whose resource it is: %s', (_, statement, expected) => {
    expect(methods(assess(statement))).toEqual(expected)
  })

  it('counts a version of a policy that the role has, and of no other', () => {
    const arn = `arn:aws:iam::${TEST_ACCOUNT}:policy/mine`
    const attached = { attachedPolicies: known([namedPolicy('mine', allow('sqs:ListQueues'), arn)]) }
    expect(methods(assess(allow('iam:CreatePolicyVersion', arn), attached))).toEqual([
      'CreatePolicyVersion: critical',
    ])
    expect(methods(assess(allow('iam:CreatePolicyVersion', `${arn}2`), attached))).toEqual([])
    expect(methods(assess(allow('iam:CreatePolicyVersion')))).toEqual([])
  })

  it('counts the boundary only where there is one', () => {
    const statement = allow('iam:DeleteRolePermissionsBoundary')
    expect(methods(assess(statement))).toEqual([])
    const boundary = known({ name: 'b', arn: 'arn:b', document: known(policyDocument(allow('*'))) })
    expect(methods(assess(statement, { permissionsBoundary: boundary }))).toEqual([
      'DeleteRolePermissionsBoundary: critical',
    ])
  })

  it('quotes the statements and says why', () => {
    const [risk] = assess([allow('sqs:ListQueues'), allow(pass, `${ROLE}-x`), allow(create)]).risks
    expect(risk?.statements.map(({ index }) => index).sort()).toEqual([1, 2])
    expect(risk?.why).toContain(`iam:PassRole is limited to ${ROLE}-x`)
  })
})

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

describe('trust', () => {
  const trust = (statement: object, organizationAccountIds?: string[]) =>
    titles(
      assess(
        [],
        { trustPolicy: known(policyDocument({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })) },
        organizationAccountIds ? { organizationAccountIds } : {},
      ),
    )
  const github = {
    Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  }
  const key = 'token.actions.githubusercontent.com'
  const web = (Principal: unknown, Condition?: object) => ({
    Principal,
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Condition ? { Condition } : {}),
  })

  it.each<[string, object, string[]]>([
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, []],
    ['anyone', { Principal: '*' }, ['critical Trusts anyone with an AWS account']],
    [
      'anyone of the organisation',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      [],
    ],
    [
      'anyone with an external id',
      { Principal: { AWS: '*' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      ['high Trusts anyone who meets a condition'],
    ],
    [
      'anyone with any external id',
      { Principal: { AWS: '*' }, Condition: { StringLike: { 'sts:ExternalId': '*' } } },
      ['critical Trusts anyone with an AWS account'],
    ],
    ['another account', { Principal: { AWS: OTHER } }, ['medium Trusts a whole other account']],
    [
      'another account with an external id',
      { Principal: { AWS: OTHER }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
      [],
    ],
    ["another account's role", { Principal: { AWS: `arn:aws:iam::${OTHER}:role/ci` } }, []],
    ['its own account', { Principal: { AWS: TEST_ACCOUNT } }, []],
    [
      'GitHub with the audience alone',
      web(github, { StringEquals: { [`${key}:aud`]: 'sts.amazonaws.com' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'GitHub with every repository',
      web(github, { StringLike: { [`${key}:sub`]: 'repo:*' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'GitHub with an owner by a pattern',
      web(github, { StringLike: { [`${key}:sub`]: 'repo:acme*/*' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    ['GitHub with a repository', web(github, { StringLike: { [`${key}:sub`]: 'repo:acme/app:*' } }), []],
    [
      'GitHub but for one repository',
      web(github, { StringNotEquals: { [`${key}:sub`]: 'repo:acme/app' } }),
      ['critical Trusts anyone who signs in at GitHub Actions'],
    ],
    [
      'Cognito without its pool',
      web({ Federated: 'cognito-identity.amazonaws.com' }),
      ['critical Trusts anyone who signs in at Cognito identities'],
    ],
    [
      "Cognito's guests",
      web(
        { Federated: 'cognito-identity.amazonaws.com' },
        {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': 'p' },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
        },
      ),
      ['high Hands credentials to guests of a Cognito pool'],
    ],
    [
      'a directory by SAML',
      {
        Principal: { Federated: `arn:aws:iam::${TEST_ACCOUNT}:saml-provider/okta` },
        Action: 'sts:AssumeRoleWithSAML',
      },
      [],
    ],
    [
      'a provider of its own without a subject',
      web({ Federated: `arn:aws:iam::${TEST_ACCOUNT}:oidc-provider/login.example.com` }),
      ['medium Trusts anyone who signs in at its identity provider'],
    ],
  ])('of %s', (_, statement, expected) => {
    expect(trust(statement)).toEqual(expected)
  })

  it('of an account of the organisation is none', () => {
    expect(trust({ Principal: { AWS: OTHER } }, [OTHER])).toEqual([])
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
