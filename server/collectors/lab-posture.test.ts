import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail'
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr'
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { valueOr } from '#server/domain/field.ts'
import { buckets } from './buckets.ts'
import type { Collector } from './define-collector.ts'
import { eventBuses } from './event-buses.ts'
import { eventSources } from './event-sources.ts'
import { functions } from './functions.ts'
import { imageRepositories } from './image-repositories.ts'
import { kmsKeys } from './kms-keys.ts'
import { layers } from './layers.ts'
import { logGroups } from './log-groups.ts'
import { runForTest } from './run-for-test.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'
import { topics } from './topics.ts'
import { trails } from './trails.ts'
import { vpcs } from './vpcs.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

describe.skipIf(skipped !== undefined)(
  `what functions write to and run in, in an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
  () => {
    let folder = ''
    const lab = (...args: string[]) =>
      execFileSync(LAB, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {
          ...process.env,
          LAB_DIR: folder,
          LAB_RATE: '0',
          LAB_MOTO_PORT: '21630',
          LAB_PROXY_PORT: '21650',
        },
      })
    let clients: ClientPool
    let client = { endpoint: '', region: REGION, credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' } }

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'sightline-lab-'))
      const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(lab('up', '--no-metrics'))?.[1] ?? ''
      client = { ...client, endpoint }
      const credentials = new AccountCredentials(async () => client.credentials)
      const limiter = { take: async () => undefined }
      clients = new ClientPool({ endpoint, credentialsFor: () => credentials, maxAttempts: 1, limiter })
    }, 180_000)
    afterAll(() => {
      clients?.close()
      lab('down')
      rmSync(folder, { recursive: true, force: true })
    }, 60_000)

    async function collect<Item, Input>(collector: Collector<Item, Input>, input: Input) {
      const region = collector.scope === 'account' ? undefined : REGION
      const found = await runForTest(collector, input, { clients, accountId: ACCOUNT, region })
      expect(found).toMatchObject({ problems: [], complete: true })
      return found.items
    }
    async function allFunctions() {
      const { items } = await runForTest(functions, undefined, {
        clients,
        accountId: ACCOUNT,
        region: REGION,
      })
      return items.flatMap((item) => (item.kind === 'function' ? [item] : []))
    }

    it('log groups, one of them with a retention', async () => {
      const [before] = await collect(logGroups, [])
      const logGroupName = before?.name ?? ''
      const retention = { logGroupName, retentionInDays: 30 }
      await new CloudWatchLogsClient(client).send(new PutRetentionPolicyCommand(retention))
      const found = await collect(logGroups, [])
      expect(found.length).toBeGreaterThan(10)
      expect(found.find(({ name }) => name === logGroupName)?.retentionDays).toEqual({
        state: 'known',
        value: 30,
      })
      expect(found.some(({ retentionDays }) => retentionDays.state === 'absent')).toBe(true)
    })

    it('trails with what they record', async () => {
      const cloudtrail = new CloudTrailClient(client)
      const s3 = new S3Client({ ...client, forcePathStyle: true })
      const Bucket = 'audit-trail-records'
      const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const }
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))
      const trail = {
        Name: 'audit',
        S3BucketName: Bucket,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }
      await cloudtrail.send(new CreateTrailCommand(trail))
      await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }))
      const DataResources = [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }]
      const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources }]
      await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors }))
      const found = await collect(trails, undefined)
      expect(found.find(({ name }) => name === 'audit')).toMatchObject({
        isMultiRegion: { value: true },
        isLogging: { value: true },
        validatesLogFiles: { value: true },
        managementEvents: { value: 'all' },
        dataEvents: { value: [{ resourceType: 'AWS::Lambda::Function', resources: [], narrowed: false }] },
      })
    })

    it('keys by id and by alias', async () => {
      const kms = new KMSClient(client)
      const { KeyMetadata: first } = await kms.send(new CreateKeyCommand({}))
      const { KeyMetadata: second } = await kms.send(new CreateKeyCommand({}))
      await kms.send(new EnableKeyRotationCommand({ KeyId: first?.KeyId }))
      await kms.send(new CreateAliasCommand({ AliasName: 'alias/rides', TargetKeyId: first?.KeyId }))
      await kms.send(new DisableKeyCommand({ KeyId: second?.KeyId }))
      const found = await collect(kmsKeys, ['alias/rides', first?.Arn ?? '', second?.KeyId ?? ''])
      expect(found).toHaveLength(2)
      expect(found.find(({ arn }) => arn === first?.Arn)).toMatchObject({
        state: { value: 'Enabled' },
        manager: { value: 'CUSTOMER' },
        rotates: { value: true },
        policy: { value: { parsed: { Statement: expect.anything() } } },
      })
      expect(found.find(({ arn }) => arn === second?.Arn)).toMatchObject({
        state: { value: 'Disabled' },
        rotates: { value: false },
      })
    })

    it('the VPC that functions are in', async () => {
      const used = (await allFunctions()).flatMap(({ vpc }) => (vpc.state === 'known' ? [vpc.value] : []))
      const [first] = used
      if (!first) throw new Error('the lab has functions in a VPC')
      const [vpc] = await collect(vpcs, [first])
      const subnets = (vpc && valueOr(vpc.subnets, [])) ?? []
      for (const id of first.subnetIds) expect(subnets.map((subnet) => subnet.id)).toContain(id)
      expect(subnets.every(({ availabilityZone }) => availabilityZone.startsWith(REGION))).toBe(true)
      const groups = (vpc && valueOr(vpc.securityGroups, [])) ?? []
      expect(groups.map(({ id }) => id)).toEqual([...first.securityGroupIds].sort())
    })

    it('topics, a queue that is open to everyone, and buses', async () => {
      const subscribed = await collect(topicSubscriptions, undefined)
      const found = await collect(
        topics,
        subscribed.map(({ topicArn }) => topicArn),
      )
      expect(found.map(({ name }) => name).sort()).toEqual(['battery', 'ops', 'rider-events'])
      for (const { policy } of found) expect(policy.state).toBe('known')
      const sqs = new SQSClient(client)
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'receipts' }))
      const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:receipts`
      const open = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn }
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [open] })
      const Attributes = { Policy, KmsMasterKeyId: 'alias/rides' }
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))
      expect(await collect(eventSources, [arn])).toMatchObject([
        { policy: { value: { parsed: { Statement: [open] } } }, kmsKeyId: { value: 'alias/rides' } },
      ])
      expect((await collect(eventBuses, undefined)).map(({ name }) => name)).toContain('default')
    })

    it('buckets that notify functions, with their policies and what keeps them from being public', async () => {
      const s3 = new S3Client({ ...client, forcePathStyle: true })
      const [first, second] = await collect(buckets, undefined)
      const Bucket = first?.name ?? ''
      const Statement = [
        { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: `${first?.arn}/*` },
      ]
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
      )
      const on = {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      }
      const block = { Bucket: second?.name, PublicAccessBlockConfiguration: on }
      await s3.send(new PutPublicAccessBlockCommand(block))
      const found = new Map((await collect(buckets, undefined)).map((bucket) => [bucket.name, bucket]))
      expect(found.get(Bucket)).toMatchObject({
        policy: { value: { parsed: { Statement } } },
        blocksPublicPolicy: { value: false },
      })
      expect(found.get(second?.name ?? '')).toMatchObject({
        policy: { state: 'absent' },
        blocksPublicPolicy: { value: true },
      })
    })

    it('the repository of an image', async () => {
      const ecr = new ECRClient(client)
      const repositoryName = 'rides/api'
      await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }))
      const Statement = [{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] }]
      const policyText = JSON.stringify({ Version: '2012-10-17', Statement })
      await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }))
      const uri = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${repositoryName}`
      expect(await collect(imageRepositories, [`${uri}:1`, `${uri}-gone:1`])).toMatchObject([
        {
          uri,
          tagMutability: { value: 'IMMUTABLE' },
          scanOnPush: { value: false },
          registryScanning: { value: 'BASIC' },
          policy: { value: { parsed: { Statement } } },
        },
      ])
    })

    it('layers, as far as the emulator has them', async () => {
      const used = (await allFunctions()).flatMap((fn) => valueOr(fn.layers, []) ?? [])
      const found = await runForTest(layers, used, { clients, accountId: ACCOUNT, region: REGION })
      expect(found.complete).toBe(true)
      expect(found.items.length).toBeGreaterThan(0)
    })
  },
)
