import { describe, expect, it } from 'vitest'
import { roleForTest, TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { denied, failed, known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { call, FROM, grantsOf, policyOf, proposeFor, TABLE, TO } from './propose-for-test.ts'
import type { ProposeInput } from './propose-policy.ts'

const fn = functionRecord('app')
const propose = proposeFor([fn])

describe('observed calls', () => {
  it('keep their action alone, on the resources that every call names', () => {
    const role = roleForTest({ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' })
    const secret = `arn:aws:secretsmanager:eu-west-1:${TEST_ACCOUNT}:secret:db-AbCdEf`
    const observed = [call('secretsmanager', 'GetSecretValue', { resources: [secret, 'db'], count: 3 })]
    const { policy, lines, counts } = propose(role, { observed })
    expect(grantsOf(policy)).toEqual([`secretsmanager:GetSecretValue on ${secret}`])
    expect(counts).toMatchObject({ observed: 1, proposed: 1 })
    const [keep, drop] = lines
    expect(keep).toMatchObject({
      action: 'secretsmanager:GetSecretValue',
      decision: 'keep',
      resources: [secret],
    })
    expect(keep?.because.map(({ text }) => text)).toEqual([
      'GetSecretValue was called 3 times',
      'every call of it that was seen names these resources',
    ])
    expect(drop).toMatchObject({ action: 'secretsmanager:*', decision: 'drop' })
    expect(drop?.because[0]).toMatchObject({ source: 'not observed' })
  })

  it('keep the whole resource where one call does not name it', () => {
    const role = roleForTest({ Effect: 'Allow', Action: 'kms:*', Resource: '*' })
    const key = `arn:aws:kms:eu-west-1:${TEST_ACCOUNT}:key/1`
    const observed = [call('kms', 'Decrypt', { resources: [key] }), call('kms', 'Decrypt')]
    expect(grantsOf(propose(role, { observed }).policy)).toEqual(['kms:Decrypt on *'])
  })

  it.each([
    [
      's3',
      'HeadObject',
      's3:Get*',
      ['arn:aws:s3:::b/a/b.txt'],
      [
        's3:GetObject on arn:aws:s3:::b/*',
        's3:GetObjectTagging on arn:aws:s3:::b/*',
        's3:GetObjectVersion on arn:aws:s3:::b/*',
      ],
    ],
    ['s3', 'ListObjectsV2', 's3:ListBucket', ['arn:aws:s3:::b'], ['s3:ListBucket on arn:aws:s3:::b']],
    ['monitoring', 'DescribeAlarms', 'cloudwatch:*', [], ['cloudwatch:DescribeAlarms on *']],
    [
      'states',
      'StartExecution',
      'states:*',
      [`arn:aws:states:eu-west-1:${TEST_ACCOUNT}:stateMachine:m`],
      [`states:StartExecution on arn:aws:states:eu-west-1:${TEST_ACCOUNT}:stateMachine:m`],
    ],
    [
      'lambda',
      'GetFunction20150331v2',
      'lambda:Get*',
      ['app', fn.arn],
      [`lambda:GetFunction on ${fn.arn}, ${fn.arn}:*`],
    ],
    ['apigateway', 'UpdateStage', 'apigateway:*', [], ['apigateway:PATCH on *', 'apigateway:PUT on *']],
    [
      'sts',
      'AssumeRole',
      'sts:AssumeRole',
      [`arn:aws:iam::${TEST_ACCOUNT}:role/x`],
      [`sts:AssumeRole on arn:aws:iam::${TEST_ACCOUNT}:role/x`],
    ],
    ['sts', 'GetCallerIdentity', 'sts:Get*', [], []],
    ['dynamodb', 'Query', 'dynamodb:Query', [TABLE], [`dynamodb:Query on ${TABLE}, ${TABLE}/index/*`]],
    ['dynamodb', 'BatchExecuteStatement', 'dynamodb:PartiQLSelect', [TABLE], ['dynamodb:PartiQLSelect on *']],
    ['kms', 'Decrypt', 'kms:Decrypt', ['arn:aws:kms:*:*:key/*'], ['kms:Decrypt on *']],
  ])('%s %s under %s on %j becomes %j', (source, name, action, resources, expected) => {
    const role = roleForTest({ Effect: 'Allow', Action: action, Resource: '*' })
    const observed = [call(source, name, { resources })]
    const dataEvents = known(['s3', 'dynamodb', 'lambda', 'states', 'cloudwatch'])
    expect(grantsOf(propose(role, { observed, functions: [], dataEvents }).policy)).toEqual(expected)
  })

  it('that were refused grant nothing, and are named', () => {
    const role = roleForTest({
      Effect: 'Allow',
      Action: ['ec2:RunInstances', 'sqs:ListQueues'],
      Resource: '*',
    })
    const observed = [
      call('ec2', 'RunInstances', { errorCode: 'Client.UnauthorizedOperation' }),
      call('sqs', 'ListQueues', { errorCode: 'ThrottlingException' }),
    ]
    const { policy, warnings } = propose(role, { observed })
    expect(grantsOf(policy)).toEqual(['sqs:ListQueues on *'])
    expect(warnings.join()).toContain('RunInstances (ec2.amazonaws.com)')
  })

  it('whose action nobody knows keep all of their service, with a warning', () => {
    const role = roleForTest({
      Effect: 'Allow',
      Action: ['sqs:ListQueues', 'ssm:GetParameter'],
      Resource: '*',
    })
    const { policy, warnings } = propose(role, { observed: [call('sqs', 'BrandNewCall')] })
    expect(grantsOf(policy)).toEqual(['sqs:ListQueues on *'])
    expect(warnings.join()).toContain('sqs:BrandNewCall')
  })

  it('that a resource policy must grant are named and not proposed', () => {
    const role = roleForTest({ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' })
    const { policy, warnings } = propose(role, { observed: [call('kms', 'Decrypt')] })
    expect(grantsOf(policy)).toEqual([])
    expect(warnings.join()).toContain('a resource policy must: kms:Decrypt')
  })

  it('draw many ARNs together into a pattern that today covers', () => {
    const parameters = `arn:aws:ssm:eu-west-1:${TEST_ACCOUNT}:parameter/app/`
    const role = roleForTest({
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: `${parameters.slice(0, -4)}*`,
    })
    const observed = Array.from({ length: 40 }, (_, i) =>
      call('ssm', 'GetParameter', { resources: [`${parameters}p${i}`] }),
    )
    expect(grantsOf(propose(role, { observed }).policy)).toEqual([`ssm:GetParameter on ${parameters}*`])
  })

  it('keep the conditions and the Deny statements of today', () => {
    const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }
    const deny = { Effect: 'Deny', NotAction: ['ssm:*'], NotResource: ['x'], Condition }
    const role = roleForTest([{ Effect: 'Allow', Action: 'ssm:*', Resource: '*', Condition }, deny])
    const { Statement } = policyOf(propose(role, { observed: [call('ssm', 'GetParameter')] }).policy)
    expect(Statement).toEqual([
      { Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: ['*'], Condition },
      deny,
    ])
  })

  it('keep NotResource where the calls do not settle it', () => {
    const role = roleForTest({
      Effect: 'Allow',
      NotAction: 'iam:*',
      NotResource: 'arn:aws:kms:*:*:key/secret',
    })
    const key = `arn:aws:kms:eu-west-1:${TEST_ACCOUNT}:key/1`
    const named = propose(role, { observed: [call('kms', 'Decrypt', { resources: [key] })], functions: [] })
    expect(grantsOf(named.policy)).toEqual([`kms:Decrypt on ${key}`])
    const unnamed = propose(role, { observed: [call('kms', 'Decrypt')], functions: [] })
    expect(policyOf(unnamed.policy).Statement[0]?.NotResource).toEqual(['arn:aws:kms:*:*:key/secret'])
  })

  it('drop PassRole where no call that hands a role over was seen', () => {
    const role = roleForTest({ Effect: 'Allow', Action: ['iam:PassRole', 'ssm:GetParameter'], Resource: '*' })
    const { policy, lines } = propose(role, { observed: [call('ssm', 'GetParameter')], functions: [] })
    expect(grantsOf(policy)).toEqual(['ssm:GetParameter on *'])
    expect(lines.find((line) => line.action === 'iam:PassRole')?.decision).toBe('drop')
  })

  it('keep PassRole with a call that hands a role over', () => {
    const role = roleForTest({ Effect: 'Allow', Action: '*', Resource: '*' })
    const { policy } = propose(role, { observed: [call('states', 'CreateStateMachine')], functions: [] })
    expect(grantsOf(policy)).toEqual(
      expect.arrayContaining(['iam:PassRole on *', 'states:CreateStateMachine on *']),
    )
  })
})

describe('what is not known', () => {
  const ssm = { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }
  it.each<[string, Partial<RoleRecord>, string]>([
    [
      'inline policies are denied',
      { inlinePolicies: denied('iam:GetAccountAuthorizationDetails') },
      'inline policies',
    ],
    ['attached policies failed', { attachedPolicies: failed('timeout') }, 'timeout'],
    [
      'a managed document is not there',
      { attachedPolicies: known([{ name: 'm', document: failed('x') }]) },
      'policy m',
    ],
    [
      'a document is no policy',
      { inlinePolicies: known([{ name: 'odd', document: known({ raw: '<p>', parsed: undefined }) }]) },
      'policy odd',
    ],
  ])('proposes nothing where %s', (_, changes, reason) => {
    const proposal = propose(roleForTest(ssm, changes), { observed: [call('ssm', 'GetParameter')] })
    expect(proposal.state).toBe('unknown')
    expect(proposal.reason).toContain(reason)
  })

  it('proposes nothing where nothing was watched', () => {
    const window = { from: FROM, to: TO, completeFrom: null }
    expect(propose(roleForTest(ssm), { window }).state).toBe('unknown')
    expect(propose(roleForTest(ssm), { window, lastAccessed: known([]) }).state).toBe('proposed')
  })

  it.each([
    [{ window: { from: FROM, to: TO, completeFrom: '2026-10-01T00:00:00.000Z' } }, 'window is shorter'],
    [{ dataEvents: denied('cloudtrail:GetEventSelectors') }, 'taken as not recorded'],
    [{ lastAccessed: denied('iam:GenerateServiceLastAccessedDetails') }, 'were not read'],
    [{ functions: [] }, 'No function runs as this role'],
  ])('warns with %o', (more, text) => {
    expect(propose(roleForTest(ssm), more as Partial<ProposeInput>).warnings.join()).toContain(text)
  })
})

it('reads single statements, duplicate Sids and old versions', () => {
  const old = {
    Version: '2008-10-17',
    Statement: {
      Sid: 'A',
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: 'arn:aws:ssm:*:*:parameter/$\u007baws:username}',
    },
  }
  const role = roleForTest([{ Sid: 'A', Effect: 'Allow', Action: ['sns:ListTopics'], Resource: ['*'] }], {
    attachedPolicies: known([{ name: 'old', document: known({ raw: '', parsed: old }) }]),
  })
  const { today, policy } = propose(role, { observed: [call('ssm', 'GetParameter')] })
  expect(policyOf(today).Statement.map(({ Sid }) => Sid)).toEqual(['A', undefined])
  expect(policyOf(policy).Statement[0]?.Resource).toEqual([
    'arn:aws:ssm:*:*:parameter/$\u007b$}{aws:username}',
  ])
})
