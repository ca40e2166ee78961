import { describe, expect, it } from 'vitest'
import { mappingForTest, roleForTest, TEST_ACCOUNT } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { functionRecord } from '#server/testing/records/function-record.ts'
import { call, grantsOf, proposeFor, TABLE, used } from './propose-for-test.ts'

const fn = functionRecord('app')
const propose = proposeFor([fn])

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

  it('keeps the groups that streams were made in, and no others', () => {
    const other = `arn:aws:logs:eu-west-1:${TEST_ACCOUNT}:log-group:/custom`
    const made = (resources: string[]) => call('logs', 'CreateLogStream', { resources })
    const streams = (observed: ReturnType<typeof call>[]) =>
      grantsOf(propose(roleForTest(basic), { observed }).policy).filter((one) => one.includes('LogStream'))
    expect(streams([made([own])])).toEqual([`logs:CreateLogStream on ${own}:*`])
    expect(streams([made([own]), made([other])])).toEqual([`logs:CreateLogStream on ${own}:*, ${other}:*`])
    expect(streams([made([])])).toEqual(['logs:CreateLogStream on *'])
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

  it('stays where an event shows the service in use, whatever IAM had to say before', () => {
    const observed = [call('dynamodb', 'DescribeTable')]
    const { policy } = propose(roleForTest(items), {
      observed,
      lastAccessed: known([used('dynamodb', null)]),
    })
    expect(policy).toContain('dynamodb:PutItem')
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
