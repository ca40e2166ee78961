import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { policiesOf, policyDocument, roleForTest, TEST_ACCOUNT, userForTest } from './role-for-test.ts'
import { CONTROL_ACTIONS, controlsOf, takeovers } from './takeovers.ts'

const OTHER = '444455556666'
const fn = functionRecord('app')
const FN_ROLE = `arn:aws:iam::${TEST_ACCOUNT}:role/app-role`
const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const fnRole = roleForTest([], { name: 'app-role', arn: FN_ROLE })

function find(
  records: (RoleRecord | UserRecord)[],
  changes: Partial<FunctionRecord> = {},
  role: RoleRecord | undefined = fnRole,
) {
  const principals = records.map((record) => ({ record, principal: policiesOf(record) }))
  return takeovers({ ...fn, ...changes }, role, principals)
}
const ann = (statement: unknown, changes: Partial<UserRecord> = {}) => userForTest(statement, changes)
const paths = (found: ReturnType<typeof find>) =>
  found.takeovers.map(
    ({ principalName, path, conditional }) =>
      `${principalName}${conditional ? ' perhaps' : ''}: ${path.join(' → ')}`,
  )

describe('controlsOf', () => {
  it('names what a principal may do on anything, less what is denied', () => {
    expect(controlsOf(policiesOf(ann(allow('*'))))).toEqual([...CONTROL_ACTIONS])
    expect(
      controlsOf(
        policiesOf(ann(allow(['s3:*', 'lambda:UpdateFunctionCode'], 'arn:aws:lambda:*:*:function:x'))),
      ),
    ).toEqual(['lambda:UpdateFunctionCode'])
    expect(
      controlsOf(policiesOf(ann([allow('lambda:UpdateAlias'), { ...allow('lambda:*'), Effect: 'Deny' }]))),
    ).toEqual([])
  })
})

describe('takeovers', () => {
  it.each<[string, object, string[]]>([
    [
      'update its code',
      allow('lambda:UpdateFunctionCode', fn.arn),
      ['ann: lambda:UpdateFunctionCode on app'],
    ],
    ["update another's code", allow('lambda:UpdateFunctionCode', `${fn.arn}-2`), []],
    [
      'put a layer in',
      allow('lambda:UpdateFunctionConfiguration'),
      ['ann: lambda:UpdateFunctionConfiguration on app → a layer of its own runs in app'],
    ],
    [
      'write its policy',
      allow('lambda:AddPermission'),
      [
        'ann: lambda:AddPermission on app → lambda:UpdateFunctionCode on app, allowed by what it wrote into the policy',
      ],
    ],
    [
      'feed it',
      allow('lambda:CreateEventSourceMapping'),
      ['ann: lambda:CreateEventSourceMapping to app → app gets events of its choice'],
    ],
    [
      'feed it, for this function alone',
      allow('lambda:CreateEventSourceMapping', '*', {
        Condition: { ArnEquals: { 'lambda:FunctionArn': fn.arn } },
      }),
      ['ann: lambda:CreateEventSourceMapping to app → app gets events of its choice'],
    ],
    [
      'give it a URL',
      allow('lambda:CreateFunctionUrlConfig'),
      ['ann: lambda:CreateFunctionUrlConfig on app → app answers at a URL of its making'],
    ],
    [
      'pass its role to a function of its own',
      allow(['iam:PassRole', 'lambda:CreateFunction']),
      ['ann: iam:PassRole of app-role → lambda:CreateFunction: a function of its own runs as app-role'],
    ],
    [
      'pass its role elsewhere',
      [
        allow('lambda:CreateFunction'),
        allow('iam:PassRole', '*', {
          Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        }),
      ] as object,
      [],
    ],
    [
      'pass another role',
      [allow('lambda:CreateFunction'), allow('iam:PassRole', `${FN_ROLE}-2`)] as object,
      [],
    ],
    [
      'change whom its role trusts',
      allow('iam:UpdateAssumeRolePolicy', FN_ROLE),
      ['ann: iam:UpdateAssumeRolePolicy on app-role → sts:AssumeRole of app-role, which then trusts it'],
    ],
    [
      'write its role a policy',
      allow('iam:PutRolePolicy', FN_ROLE),
      ['ann: iam:PutRolePolicy on app-role → whatever runs as app-role may do what it wrote'],
    ],
    ['assume a role that trusts Lambda alone', allow('sts:AssumeRole'), []],
    [
      'do so under a condition',
      allow('lambda:UpdateFunctionCode', '*', {
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
      ['ann perhaps: lambda:UpdateFunctionCode on app'],
    ],
  ])('by one who may %s', (_, statement, expected) => {
    expect(paths(find([ann(statement)]))).toEqual(expected)
  })

  it('has the shortest certain way to the function and to its role, with all actions', () => {
    const condition = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
    const found = find([
      ann([
        allow('lambda:UpdateFunctionCode', '*', condition),
        allow(['lambda:UpdateFunctionConfiguration', 'iam:PutRolePolicy']),
      ]),
    ])
    expect(found.takeovers.map(({ actions, conditional }) => [actions, conditional])).toEqual([
      [['lambda:UpdateFunctionConfiguration', 'lambda:UpdateFunctionCode'], false],
      [['iam:PutRolePolicy'], false],
    ])
  })

  it.each<[string, object, unknown, string[]]>([
    [
      'named',
      { AWS: `arn:aws:iam::${TEST_ACCOUNT}:user/ann` },
      [],
      ['ann: sts:AssumeRole of app-role: the trust policy names it'],
    ],
    [
      'named, and denied',
      { AWS: `arn:aws:iam::${TEST_ACCOUNT}:user/ann` },
      { ...allow('sts:*'), Effect: 'Deny' },
      [],
    ],
    [
      'of the account, and allowed',
      { AWS: TEST_ACCOUNT },
      allow('sts:AssumeRole'),
      ['ann: sts:AssumeRole of app-role: the trust policy lets in its account'],
    ],
    ['of the account, and not allowed', { AWS: TEST_ACCOUNT }, [], []],
  ])('by the trust policy: %s', (_, Principal, statement, expected) => {
    const role = roleForTest([], {
      trustPolicy: known(policyDocument({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
    })
    expect(paths(find([ann(statement)], {}, role))).toEqual(expected)
  })

  it('by an image repository and layers, once they are deployed', () => {
    const imageUri = known(`${TEST_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:1`)
    expect(
      paths(
        find([ann(allow('ecr:PutImage', `arn:aws:ecr:eu-west-1:${TEST_ACCOUNT}:repository/team/app`))], {
          imageUri,
        }),
      ),
    ).toEqual([
      `ann perhaps: ecr:PutImage on arn:aws:ecr:eu-west-1:${TEST_ACCOUNT}:repository/team/app → app runs it once it is deployed with the new image`,
    ])
    const layers = known([
      `arn:aws:lambda:eu-west-1:${OTHER}:layer:agent:3`,
      `arn:aws:lambda:eu-west-1:${TEST_ACCOUNT}:layer:own:1`,
    ])
    expect(
      paths(
        find(
          [ann(allow('lambda:PublishLayerVersion', `arn:aws:lambda:eu-west-1:${TEST_ACCOUNT}:layer:own`))],
          { layers },
        ),
      ),
    ).toEqual([
      `account ${OTHER} perhaps: lambda:PublishLayerVersion on agent → app runs it once it is deployed with the new version`,
      `ann perhaps: lambda:PublishLayerVersion on arn:aws:lambda:eu-west-1:${TEST_ACCOUNT}:layer:own → app runs it once it is deployed with the new layer`,
    ])
  })

  it.each<[string, object, string[]]>([
    [
      'another account',
      { Principal: { AWS: OTHER }, Action: 'lambda:*' },
      [`other account account ${OTHER}`],
    ],
    [
      "another account's role",
      { Principal: { AWS: `arn:aws:iam::${OTHER}:role/ci` }, Action: 'lambda:UpdateFunctionCode' },
      [`other account arn:aws:iam::${OTHER}:role/ci`],
    ],
    ['anyone', { Principal: '*', Action: 'lambda:UpdateFunctionCode' }, ['anyone anyone']],
    [
      'a user of the account',
      { Principal: { AWS: `arn:aws:iam::${TEST_ACCOUNT}:user/ann` }, Action: 'lambda:UpdateFunction*' },
      ['user ann'],
    ],
    ['callers', { Principal: '*', Action: 'lambda:InvokeFunction' }, []],
    ['the account itself', { Principal: { AWS: TEST_ACCOUNT }, Action: 'lambda:*' }, []],
  ])('by a resource policy that lets in %s', (_, statement, expected) => {
    const policy = known(policyDocument({ Effect: 'Allow', Resource: fn.arn, ...statement }))
    const found = find([], { policy }).takeovers
    expect(found.map(({ principalKind, principalName }) => `${principalKind} ${principalName}`)).toEqual(
      expected,
    )
  })

  it("by an alias's policy, and not where a Deny takes it back", () => {
    const grant = {
      Effect: 'Allow',
      Principal: { AWS: OTHER },
      Action: 'lambda:UpdateAlias',
      Resource: `${fn.arn}:live`,
    }
    const qualified = (statements: object[]) => ({
      qualifiedPolicies: known({ live: policyDocument(statements) }),
    })
    expect(paths(find([], qualified([grant])))).toEqual([
      `account ${OTHER}: lambda:UpdateAlias on app:live, granted by its resource policy`,
    ])
    expect(paths(find([], qualified([grant, { ...grant, Effect: 'Deny', Principal: '*' }])))).toEqual([])
  })

  it('by trust in others than the account, with conditions as perhaps', () => {
    const trustPolicy = known(
      policyDocument([
        {
          Effect: 'Allow',
          Principal: { AWS: OTHER },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        },
        { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      ]),
    )
    expect(paths(find([], {}, roleForTest([], { trustPolicy })))).toEqual([
      'anyone: sts:AssumeRole of app-role: the trust policy lets it in',
      `account ${OTHER} perhaps: sts:AssumeRole of app-role: the trust policy lets it in`,
    ])
  })

  it('tells service-linked roles from others, and leaves out other accounts', () => {
    const linked = roleForTest(allow('lambda:UpdateFunctionCode'), {
      name: 'AWSServiceRoleForX',
      path: '/aws-service-role/x.amazonaws.com/',
    })
    const foreign = roleForTest(allow('*'), {
      name: 'far',
      accountId: OTHER,
      arn: `arn:aws:iam::${OTHER}:role/far`,
    })
    expect(find([linked, foreign]).takeovers.map(({ principalKind }) => principalKind)).toEqual(['service'])
  })

  it('says what was not seen', () => {
    const blind = ann([], { inlinePolicies: denied('iam:GetAccountAuthorizationDetails') })
    const { unseen } = takeovers({ ...fn, policy: denied('lambda:GetPolicy') }, undefined, [
      { record: blind, principal: policiesOf(blind) },
    ])
    expect(unseen).toEqual([
      "the function's resource policy could not be read",
      expect.stringContaining('was not found'),
      expect.stringContaining('user ann: inline policies'),
    ])
    expect(find([ann([])]).unseen).toEqual([])
  })
})
