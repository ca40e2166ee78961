import { describe, expect, it } from 'vitest'
import { allow, assess, methods, table } from '#server/domain/access/assess-for-test.ts'
import { namedPolicy, policyDocument, TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { failed, known } from '#server/domain/field.ts'
import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import { ESCALATION_METHODS } from './escalation-methods.ts'
import { CREDENTIALS, EXFILTRATION } from './exposing-actions.ts'

const ROLE = `arn:aws:iam::${TEST_ACCOUNT}:role/app-role`

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
      'one instance, of another service',
      allow('ec2-instance-connect:SendSSHPublicKey', 'arn:aws:ec2:eu-west-1:1:instance/i-1'),
      ['SendSSHPublicKey: info'],
    ],
    [
      'one instance profile',
      [allow('iam:AddRoleToInstanceProfile', 'arn:aws:iam::1:instance-profile/p'), allow('iam:PassRole')],
      ['PassRole and AddRoleToInstanceProfile: medium'],
    ],
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
