import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { contentHash } from '#server/domain/records/content-hash.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { codeSigningConfigs } from './code-signing-configs.ts'
import type { Collector } from './define-collector.ts'
import { eventBuses } from './event-buses.ts'
import { graphqlApis } from './graphql-apis.ts'
import { imageRepositories } from './image-repositories.ts'
import { kmsKeys } from './kms-keys.ts'
import { layers } from './layers.ts'
import { logGroups } from './log-groups.ts'
import { runForTest } from './run-for-test.ts'
import { topics } from './topics.ts'
import { trails } from './trails.ts'
import { vpcs } from './vpcs.ts'

const ACCOUNT = '111122223333'
const HERE = `eu-west-1:${ACCOUNT}`
const SCRIPT = '<script>alert("posture")</script>'

type Case = {
  collector: Collector<ResourceRecord, never>
  input: unknown
  service: string
  operation: string
  /** What stays of an account that refuses the operation: nothing, or records that say so. */
  refused: 'nothing' | 'records'
}
const listed = (collector: unknown, service: string, operation: string, input?: unknown): Case => ({
  collector: collector as Case['collector'],
  input,
  service,
  operation,
  refused: 'nothing',
})
const named = (collector: unknown, service: string, operation: string, input: unknown): Case => ({
  ...listed(collector, service, operation, input),
  refused: 'records',
})

const LISTS = [
  listed(logGroups, 'logs', 'DescribeLogGroups', []),
  listed(trails, 'cloudtrail', 'DescribeTrails'),
  listed(layers, 'lambda', 'ListLayers', []),
  listed(codeSigningConfigs, 'lambda', 'ListCodeSigningConfigs'),
  listed(eventBuses, 'events', 'ListEventBuses'),
  listed(graphqlApis, 'appsync', 'ListGraphqlApis'),
]
const ASKED = [
  named(kmsKeys, 'kms', 'DescribeKey', ['alias/shop-logs']),
  named(topics, 'sns', 'GetTopicAttributes', [`arn:aws:sns:${HERE}:on-call`]),
  named(vpcs, 'ec2', 'DescribeSubnets', [{ vpcId: 'vpc-1', securityGroupIds: [] }]),
  named(imageRepositories, 'ecr', 'DescribeRepositories', [
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/orders:release`,
  ]),
]
const titled = (cases: Case[]) => cases.map((one) => [one.operation, one] as const)

describe('an estate with hostile settings', () => {
  const demo = openDemo({ hostile: true, accounts: 2, functions: 400 })

  it.each(titled(LISTS))('is read to its end by %s and can be stored', async (_, { collector, input }) => {
    const found = await demo.run(collector, input as never)
    expect(found).toMatchObject({ complete: true, problems: [] })
    expect(found.items.length).toBeGreaterThan(0)
    for (const record of found.items) {
      expect(contentHash(record)).toMatch(/^[0-9a-f]{64}$/)
      expect(JSON.stringify(summaryOf(record))).toBeTypeOf('string')
    }
  })

  it.each(titled(LISTS))('has nothing for %s in an account without functions', async (_, one) => {
    const account = demo.aws.accounts.findIndex(({ name }) => name === 'empty')
    const { items, complete } = await demo.run(one.collector, one.input as never, { account })
    expect(complete).toBe(true)
    expect(items.filter(({ kind }) => kind !== 'event-bus')).toEqual([])
  })

  it.each(titled(LISTS))('is incomplete, and empty, where %s is denied', async (_, one) => {
    demo.aws.setFaults([{ service: one.service, operation: one.operation, kind: 'denied' }])
    const found = await demo.run(one.collector, one.input as never)
    expect(found).toMatchObject({ status: 'denied', complete: false, items: [] })
    expect(found.problems).toMatchObject([{ permission: `${one.service}:${one.operation}`, state: 'denied' }])
  })

  it.each(
    LISTS.flatMap((one) =>
      (['malformed', 'html', 'truncated'] as const).map((kind) => [one.operation, kind, one] as const),
    ),
  )(
    'is incomplete where %s is answered with %s',
    async (_, kind, { collector, input, service, operation }) => {
      demo.aws.setFaults([{ service, operation, kind }])
      expect(await demo.run(collector, input as never)).toMatchObject({ complete: false, items: [] })
    },
  )

  it.each(titled(ASKED))('says of each thing that %s is denied', async (_, one) => {
    demo.aws.setFaults([{ service: one.service, operation: one.operation, kind: 'denied' }])
    const found = await demo.run(one.collector, one.input as never)
    expect(found).toMatchObject({ status: 'partial', complete: true })
    expect(JSON.stringify(found.items)).toContain(`"permission":"${one.service}:${one.operation}"`)
  })

  it('keeps text as it came, and does not know what means nothing', async () => {
    const groups = await demo.run(logGroups, [])
    expect(groups.items.find(({ name }) => name.endsWith('legacy-import'))).toMatchObject({
      retentionDays: { state: 'failed' },
      kmsKeyArn: { state: 'failed' },
      storedBytes: { state: 'absent' },
      createdAt: { state: 'failed' },
    })
    const { items } = await demo.run(layers, [])
    expect(items.find(({ name }) => name === 'legacy-import')?.versions).toMatchObject({
      value: [{ description: expect.stringContaining('<script>'), policy: { state: 'known' } }],
    })
    const apis = await demo.run(graphqlApis, undefined)
    expect(apis.items.find(({ name }) => name.startsWith('<script>'))).toMatchObject({
      authentications: { value: ['AMAZON_COGNITO_USER_POOLS', expect.stringContaining('<script>')] },
    })
  })
})

describe('an odd answer', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })
  const run = (collector: unknown, input: unknown, answer: TestAws['answer']) => {
    aws.answer = answer
    return runForTest(collector as Case['collector'], input as never, { clients, accountId: ACCOUNT })
  }
  const xml = (body: string) => ({ headers: { 'content-type': 'text/xml' }, body })

  it.each([
    ['log groups', logGroups, [], { logGroups: [{ retentionInDays: 1 }, { logGroupName: 'a' }] }],
    ['trails', trails, undefined, { trailList: [{ Name: 'x' }, { Name: 'y', TrailARN: 'arn:y' }] }],
    ['layers', layers, [], { Layers: [{ LayerName: 'x' }, { LayerName: 'y', LayerArn: 'arn:y' }] }],
    ['buses', eventBuses, undefined, { EventBuses: [{ Name: 'x' }, { Name: 'y', Arn: 'arn:y' }] }],
    [
      'code signing configurations',
      codeSigningConfigs,
      undefined,
      { CodeSigningConfigs: [{}, { CodeSigningConfigArn: 'arn:y' }], FunctionArns: [] },
    ],
    ['GraphQL APIs', graphqlApis, undefined, { graphqlApis: [{ name: 'x' }, { apiId: 'y' }] }],
  ])(
    'with an item without a name keeps the other %s and is incomplete',
    async (_, collector, input, body) => {
      const found = await run(collector, input, () => ({ body }))
      expect(found).toMatchObject({ complete: false, status: 'partial' })
      expect(found.items).toHaveLength(1)
      expect(found.problems.map(({ code }) => code)).toContain('UnreadableItem')
    },
  )

  it('with nulls and wrong types is not taken for settings', async () => {
    const { items } = await run(trails, undefined, ({ operation }) => ({
      body:
        operation === 'DescribeTrails'
          ? {
              trailList: [
                {
                  Name: 'x',
                  TrailARN: 'arn:x',
                  IsMultiRegionTrail: 'yes',
                  KmsKeyId: null,
                  HomeRegion: SCRIPT,
                },
              ],
            }
          : { IsLogging: 1, EventSelectors: null },
    }))
    expect(items[0]).toMatchObject({
      isMultiRegion: { state: 'failed' },
      kmsKeyArn: { state: 'absent' },
      isLogging: { state: 'failed' },
      managementEvents: { state: 'failed' },
    })
  })

  it('of an organisation’s trail that members are told nothing of is no problem, and unknown', async () => {
    const TrailARN = 'arn:aws:cloudtrail:us-east-1:999999999999:trail/organisation'
    const message = 'AccountID in ARN is wrong, you can only access resources with AccountID 111122223333.'
    const found = await run(trails, undefined, ({ operation }) =>
      operation === 'DescribeTrails'
        ? { body: { trailList: [{ Name: 'organisation', TrailARN, IsOrganizationTrail: true }] } }
        : { status: 400, body: { __type: 'CloudTrailARNInvalidException', message } },
    )
    const reason = 'told to the account that owns the trail alone'
    expect(found).toMatchObject({ status: 'ok', problems: [] })
    expect(found.items).toMatchObject([
      {
        isOrganizationTrail: { value: true },
        isLogging: { state: 'failed', reason },
        dataEvents: { reason },
      },
    ])
  })

  it.each([
    ['logs', logGroups, [], { logGroups: [{ logGroupName: 'a' }], nextToken: 'again' }],
    ['layers', layers, [], { Layers: [{ LayerName: 'a', LayerArn: 'arn:a' }], NextMarker: 'again' }],
  ])('with the same token again and again ends, as incomplete: %s', async (_, collector, input, body) => {
    const found = await run(collector, input, ({ operation, path }) => ({
      body: operation === '' && path.includes('policy') ? {} : body,
    }))
    expect(found).toMatchObject({ complete: false })
    expect(found.calls).toBeLessThan(10)
  })

  it('about a key that describes none leaves the key unknown', async () => {
    const arn = `arn:aws:kms:${HERE}:key/1`
    const found = await run(kmsKeys, [arn], () => ({ body: { KeyMetadata: [] } }))
    expect(found.items).toMatchObject([{ arn, state: { state: 'failed' }, policy: { state: 'failed' } }])
    expect(found.problems).toMatchObject([{ code: 'MalformedAnswer', resources: [arn] }])
  })

  it('about a key that lacks all settings says so of each', async () => {
    const { items } = await run(kmsKeys, ['1'], () => ({ body: { KeyMetadata: { Novelty: SCRIPT } } }))
    expect(items).toMatchObject([
      {
        arn: `arn:aws:kms:${HERE}:key/1`,
        state: { state: 'absent' },
        policy: { state: 'absent' },
        unknownFields: ['Novelty'],
      },
    ])
  })

  it('with another element is not taken for a VPC without subnets', async () => {
    const found = await run(vpcs, [{ vpcId: 'vpc-1', securityGroupIds: [] }], () => xml('<Surprise/>'))
    expect(found.items).toMatchObject([{ subnets: { state: 'failed' }, endpoints: { state: 'failed' } }])
  })

  it('with a policy that is none is kept as it is', async () => {
    const { items } = await run(eventBuses, undefined, () => ({
      body: { EventBuses: [{ Name: 'x', Arn: 'arn:x', Policy: SCRIPT }] },
    }))
    expect(items).toMatchObject([{ policy: { value: { raw: SCRIPT, parsed: undefined } } }])
  })

  it('about no repository leaves its settings unknown', async () => {
    const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/orders@sha256:00`
    const { items } = await run(imageRepositories, [image], () => ({ body: { repositories: [] } }))
    expect(items).toMatchObject([
      { name: 'team/orders', tagMutability: { state: 'failed' }, scanOnPush: { state: 'failed' } },
    ])
  })

  it.each(['latest', 'x/y', 'https://evil.example/orders', `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/a`])(
    'is not asked for about the image %j',
    async (image) => {
      expect(await run(imageRepositories, [image], () => ({ body: {} }))).toMatchObject({
        calls: 0,
        items: [],
      })
    },
  )
})
