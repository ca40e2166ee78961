import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mappingForTest,
  namedPolicy,
  policiesOf,
  roleForTest,
  TEST_ACCOUNT,
} from '#server/domain/access/role-for-test.ts'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import { ActionTable, loadActionTable } from '#server/domain/iam/action-table.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import type { LastAccessedService } from './last-accessed-service.ts'
import type { JsonPolicy } from './normal-statement.ts'
import type { ObservedCall } from './observed-call.ts'
import { type ProposeInput, proposePolicy } from './propose-policy.ts'

const table = await loadActionTable()
const FROM = '2026-08-20T00:00:00.000Z'
const TO = '2026-11-20T00:00:00.000Z'
const TABLE = `arn:aws:dynamodb:eu-west-1:${TEST_ACCOUNT}:table/orders`
const fn = functionRecord('app')

const call = (source: string, eventName: string, more: Partial<ObservedCall> = {}): ObservedCall => ({
  eventSource: `${source}.amazonaws.com`,
  eventName,
  resources: [],
  errorCode: null,
  count: 1,
  lastAt: '2026-11-01T00:00:00.000Z',
  eventId: 'e1',
  ...more,
})

const propose = (record: RoleRecord, more: Partial<ProposeInput> = {}) =>
  proposePolicy({
    record,
    functions: [fn],
    mappings: [],
    observed: [],
    lastAccessed: absent(),
    dataEvents: known([]),
    window: { from: FROM, to: TO, completeFrom: FROM },
    table,
    ...more,
  })

const policyOf = (text: string): JsonPolicy => JSON.parse(text)
/** `action on resources` of each Allow. */
const grantsOf = (text: string) =>
  policyOf(text)
    .Statement.flatMap(({ Action, Resource, NotResource }) =>
      (Action ?? []).map((action) => `${action} on ${(Resource ?? NotResource)?.join(', ')}`),
    )
    .sort()
const used = (
  service: string,
  lastAccessedAt: string | null,
  actions: LastAccessedService['actions'] = [],
) => ({
  service,
  lastAccessedAt,
  actions,
})

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

  it('keep PassRole with a call that hands a role over', () => {
    const role = roleForTest({ Effect: 'Allow', Action: '*', Resource: '*' })
    const { policy } = propose(role, { observed: [call('states', 'CreateStateMachine')], functions: [] })
    expect(grantsOf(policy)).toEqual(
      expect.arrayContaining(['iam:PassRole on *', 'states:CreateStateMachine on *']),
    )
  })
})

describe('configuration', () => {
  const own = `arn:aws:logs:eu-west-1:${TEST_ACCOUNT}:log-group:/aws/lambda/app`
  const basic = {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  }

  it("narrows the logs of AWS's basic policy to the function's own group", () => {
    expect(grantsOf(propose(roleForTest(basic)).policy)).toEqual([
      `logs:CreateLogGroup on ${own}, ${own}:*`,
      `logs:CreateLogStream on ${own}:*`,
      `logs:PutLogEvents on ${own}:*`,
    ])
  })

  it('holds the needs of all functions of a shared role', () => {
    const functions = [fn, functionRecord('other', { logGroup: known('/custom') })]
    const { policy, warnings } = propose(roleForTest(basic), { functions })
    expect(policy).toContain('log-group:/custom:*')
    expect(policy).toContain('log-group:/aws/lambda/app:*')
    expect(warnings.join()).toContain('2 functions share this role')
  })

  it.each([
    [
      'sqs',
      `arn:aws:sqs:eu-west-1:${TEST_ACCOUNT}:jobs`,
      'sqs',
      ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'],
    ],
    [
      'kinesis',
      `arn:aws:kinesis:eu-west-1:${TEST_ACCOUNT}:stream/s`,
      'kinesis',
      ['kinesis:GetRecords', 'kinesis:ListShards'],
    ],
    [
      'dynamodb',
      `${TABLE}/stream/2026-01-01T00:00:00.000`,
      'dynamodb',
      ['dynamodb:GetRecords', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
    ],
    ['kafka', `arn:aws:kafka:eu-west-1:${TEST_ACCOUNT}:cluster/c/1`, 'kafka', ['kafka:GetBootstrapBrokers']],
    ['mq', `arn:aws:mq:eu-west-1:${TEST_ACCOUNT}:broker:b:1`, 'mq', ['mq:DescribeBroker']],
    ['documentdb', `arn:aws:rds:eu-west-1:${TEST_ACCOUNT}:cluster:c`, 'rds', ['rds:DescribeDBClusters']],
  ])('a %s mapping needs its source', (sourceType, arn, service, actions) => {
    const role = roleForTest({
      Effect: 'Allow',
      Action: [`${service}:*`, 'ec2:*', 'secretsmanager:*'],
      Resource: '*',
    })
    const mappings = [mappingForTest(fn.arn, { sourceType, eventSourceArn: known(arn) })]
    const { policy } = propose(role, { mappings })
    for (const action of actions) expect(policy).toContain(action)
    expect(policy).not.toContain('Create"')
  })

  it('keeps dead-letter targets, destinations, VPC, tracing, file system and key', () => {
    const rich = functionRecord('app', {
      deadLetterTargetArn: known(`arn:aws:sqs:eu-west-1:${TEST_ACCOUNT}:dead`),
      eventInvokeConfigs: known([
        {
          qualifier: '$LATEST',
          onFailure: 'arn:aws:s3:::failures',
          onSuccess: `arn:aws:events:eu-west-1:${TEST_ACCOUNT}:event-bus/b`,
        },
      ]),
      vpc: known({ vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: [] }),
      tracingMode: known('Active'),
      fileSystems: known(['arn:aws:elasticfilesystem:eu-west-1:1:access-point/fsap-1']),
      kmsKeyArn: known(`arn:aws:kms:eu-west-1:${TEST_ACCOUNT}:key/1`),
    })
    const named = ['sqs', 's3', 'events', 'ec2', 'xray', 'elasticfilesystem', 'kms'].map((one) => `${one}:*`)
    const role = roleForTest({ Effect: 'Allow', Action: named, Resource: '*' })
    const { lines } = propose(role, { functions: [rich] })
    const kept = lines.filter(({ decision }) => decision === 'keep').map(({ action }) => action)
    expect(kept).toEqual(
      expect.arrayContaining([
        'sqs:SendMessage',
        's3:PutObject',
        'events:PutEvents',
        'ec2:CreateNetworkInterface',
        'xray:PutTraceSegments',
        'elasticfilesystem:ClientMount',
        'kms:Decrypt',
      ]),
    )
    expect(kept).not.toContain('ec2:RunInstances')
  })

  it('warns of a need that nothing grants', () => {
    const { warnings } = propose(roleForTest({ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }))
    expect(warnings.join()).toContain('logs:PutLogEvents (log group /aws/lambda/app of app)')
  })
})

describe('what cannot be seen', () => {
  const items = { Effect: 'Allow', Action: 'dynamodb:*', Resource: TABLE }

  it('stays as it is, is marked and named', () => {
    const { policy, lines, notObservable, warnings } = propose(roleForTest(items))
    expect(grantsOf(policy)).toContain(`dynamodb:PutItem on ${TABLE}`)
    expect(policy).not.toContain('dynamodb:DeleteTable')
    expect(lines.find(({ action }) => action === 'dynamodb:PutItem')?.decision).toBe('unobservable')
    expect(notObservable.map(({ service }) => service)).toContain('dynamodb')
    expect(warnings.join()).toContain('dynamodb cannot be seen')
  })

  it('falls where data events are on and nothing was seen', () => {
    const { policy } = propose(roleForTest(items), { dataEvents: known(['dynamodb']) })
    expect(policy).not.toContain('dynamodb:PutItem')
  })

  it('falls where IAM has no use of the service', () => {
    const { policy, lines } = propose(roleForTest(items), { lastAccessed: known([used('dynamodb', null)]) })
    expect(policy).not.toContain('dynamodb:')
    expect(lines[0]?.because.map(({ source }) => source)).toContain('last accessed')
  })

  it('of a grant of everything stays only where something tells of its use, and never falls silently', () => {
    const admin = roleForTest({ Effect: 'Allow', Action: '*', Resource: '*' })
    const lastAccessed = known([used('dynamodb', '2026-11-01T00:00:00.000Z'), used('s3', null)])
    const { policy, warnings } = propose(admin, { lastAccessed })
    expect(policy).toContain('dynamodb:PutItem')
    expect(policy).not.toContain('s3:GetObject')
    expect(policy).not.toContain('sns:Publish')
    expect(warnings.find((warning) => warning.includes('came with a grant of everything'))).toContain('sns')
  })

  it('holds for actions that the table lacks', () => {
    const role = roleForTest({ Effect: 'Allow', Action: ['newservice:*', 'newservice:DoIt'], Resource: '*' })
    expect(grantsOf(propose(role, { functions: [] }).policy)).toEqual([
      'newservice:* on *',
      'newservice:DoIt on *',
    ])
  })
})

describe('last accessed details', () => {
  const role = roleForTest({
    Effect: 'Allow',
    Action: ['sns:ListTopics', 'sns:CreateTopic', 'ecr:ListImages', 'ecr:BatchGetImage'],
    Resource: '*',
  })

  it('keep an action that IAM has as used though no event was seen', () => {
    const lastAccessed = known([
      used('ecr', '2026-11-02T00:00:00.000Z', [
        { action: 'ListImages', lastAccessedAt: '2026-11-02T00:00:00.000Z' },
        { action: 'BatchGetImage', lastAccessedAt: null },
      ]),
    ])
    expect(grantsOf(propose(role, { lastAccessed }).policy)).toEqual(['ecr:ListImages on *'])
  })

  it('keep a whole service where IAM tells no action and no event was seen', () => {
    const lastAccessed = known([used('ecr', '2026-11-02T00:00:00.000Z')])
    expect(grantsOf(propose(role, { lastAccessed }).policy)).toEqual([
      'ecr:BatchGetImage on *',
      'ecr:ListImages on *',
    ])
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
    [{ lastAccessed: denied('iam:GenerateServiceLastAccessedDetails') }, 'could not be read'],
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

const ARNS = [
  'arn:aws:s3:::data/a/1',
  'arn:aws:s3:::data',
  'arn:aws:s3:::logs/x',
  TABLE,
  `${TABLE}-2`,
  `arn:aws:kms:eu-west-1:${TEST_ACCOUNT}:key/1`,
  `arn:aws:sqs:eu-west-1:${TEST_ACCOUNT}:jobs`,
  `arn:aws:ssm:eu-west-1:${TEST_ACCOUNT}:parameter/app/one`,
]
const smallTable = new ActionTable(
  ['s3', 'dynamodb', 'kms', 'sqs', 'ssm', 'iam'].map((service) => ({
    service,
    name: service,
    actions: table.actionsOf(service).map((action) => ({
      name: action.slice(service.length + 1),
      level: table.level(action),
      resourceFormats: [],
    })),
  })),
)
const SERVICE_CALLS: [string, string, string][] = [
  ['s3', 'GetObject', 's3:GetObject'],
  ['s3', 'PutObject', 's3:PutObject'],
  ['s3', 'ListObjects', 's3:ListBucket'],
  ['dynamodb', 'GetItem', 'dynamodb:GetItem'],
  ['dynamodb', 'DescribeTable', 'dynamodb:DescribeTable'],
  ['kms', 'Decrypt', 'kms:Decrypt'],
  ['sqs', 'SendMessageBatch', 'sqs:SendMessage'],
  ['sqs', 'GetQueueAttributes', 'sqs:GetQueueAttributes'],
  ['ssm', 'GetParameter', 'ssm:GetParameter'],
]
const anyAction = fc.constantFrom(
  '*',
  's3:*',
  's3:Get*',
  's3:*Object',
  'dynamodb:*',
  'kms:Decrypt',
  'KMS:decrypt',
  'sqs:*',
  'sqs:Send?essage',
  'ssm:Get*',
  'ssm:GetParameter',
  's3:ListBucket',
  'dynamodb:GetItem',
)
const anyResource = fc.constantFrom(
  '*',
  ...ARNS,
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::data/?/*',
  'arn:aws:dynamodb:*:*:table/orders*',
  'arn:aws:*:*:*:*',
  'arn:aws:s3:::data/$\u007baws:PrincipalTag/team}/*',
)
const anyStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    actions: fc.array(anyAction, { minLength: 1, maxLength: 3 }),
    notAction: fc.boolean(),
    resources: fc.array(anyResource, { minLength: 1, maxLength: 3 }),
    notResource: fc.boolean(),
    condition: fc.option(
      fc.constantFrom(
        { Bool: { 'aws:SecureTransport': 'true' } },
        { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      ),
    ),
  })
  .map(({ Effect, actions, notAction, resources, notResource, condition }) => ({
    Effect,
    ...(notAction && Effect === 'Allow' ? { NotAction: actions } : { Action: actions }),
    ...(notResource ? { NotResource: resources } : { Resource: resources }),
    ...(condition ? { Condition: condition } : {}),
  }))
const anyCall = fc
  .record({
    which: fc.constantFrom(...SERVICE_CALLS),
    arn: fc.constantFrom(...ARNS),
    named: fc.boolean(),
  })
  .map(({ which, arn, named }) => ({ which, arn, named }))
const anyContext = fc.constantFrom(
  new Map<string, string[] | null>(),
  new Map([
    ['aws:securetransport', ['true']],
    ['aws:sourceip', ['10.1.1.1']],
  ]),
  new Map([
    ['aws:securetransport', ['false']],
    ['aws:sourceip', ['192.0.2.1']],
    ['aws:principaltag/team', ['a']],
  ]),
)

describe('whatever the policies and the calls', () => {
  it('proposes what was seen and never more than today', () => {
    fc.assert(
      fc.property(
        fc.array(anyStatement, { minLength: 1, maxLength: 4 }),
        fc.array(anyCall, { maxLength: 6 }),
        anyContext,
        fc.constantFrom<string[]>('s3 dynamodb sqs'.split(' '), []),
        (statements, calls, context, data) => {
          const role = roleForTest(statements)
          const observed = calls.map(({ which: [source, name], arn, named }) =>
            call(source, name, { resources: named ? [arn] : [] }),
          )
          const proposal = propose(role, {
            observed,
            dataEvents: known(data),
            functions: [],
            table: smallTable,
          })
          const after = policiesOf(
            roleForTest([], {
              inlinePolicies: known([namedPolicy('p', policyOf(proposal.policy).Statement)]),
            }),
          )
          const before = policiesOf(role)
          for (const action of SERVICE_CALLS.map(([, , one]) => one).concat(
            'iam:CreateUser',
            's3:GetObjectVersion',
          ))
            for (const resource of [...ARNS, '*']) {
              const request = { action, resource, context }
              const was = evaluate(before, request)
              const is = evaluate(after, request)
              if (is.effect !== 'allowed') continue
              expect(was.effect).toBe('allowed')
              if (!is.conditional) expect(was.conditional).toBe(false)
            }
          for (const {
            which: [, , action],
            arn,
          } of calls) {
            if (arn.split(':')[2] !== action.split(':')[0]) continue
            const request = { action, resource: arn, context }
            const isBucketsOwn = action === 's3:ListBucket' ? !arn.includes('/') : true
            const isObject = /Object$/.test(action) ? arn.includes('/') : true
            if (!isBucketsOwn || !isObject) continue
            const was = evaluate(before, request)
            if (was.effect !== 'allowed') continue
            expect(evaluate(after, request)).toMatchObject({
              effect: 'allowed',
              conditional: was.conditional,
            })
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
