import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CloudWatchLogsClient, PutSubscriptionFilterCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { IAMClient, paginateListUsers } from '@aws-sdk/client-iam'
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn'
import { DeleteQueueCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { valueOr } from '#server/domain/field.ts'
import { buckets } from './buckets.ts'
import type { Collector } from './define-collector.ts'
import { eventRules } from './event-rules.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { eventSources } from './event-sources.ts'
import { functions } from './functions.ts'
import { logSubscriptions } from './log-subscriptions.ts'
import { organization } from './organization.ts'
import { runForTest } from './run-for-test.ts'
import { schedules } from './schedules.ts'
import { stateMachines } from './state-machines.ts'
import { topicSubscriptions } from './topic-subscriptions.ts'
import { userPools } from './user-pools.ts'
import { users } from './users.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/engineer`

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

describe.skipIf(skipped !== undefined)(
  `sources of events in an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
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
          LAB_MOTO_PORT: '21350',
          LAB_PROXY_PORT: '21370',
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
    const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`

    it('rules: nine, two of them by pattern', async () => {
      const rules = await collect(eventRules, undefined)
      expect(rules).toHaveLength(9)
      expect(rules.filter(({ pattern }) => pattern.state === 'known')).toHaveLength(2)
      const nightly = rules.find(({ name }) => name === 'reconcile-nightly')
      expect(nightly).toMatchObject({
        bus: 'default',
        state: { value: 'ENABLED' },
        schedule: { value: 'cron(30 2 * * ? *)' },
        targets: { value: [{ id: 'function', arn: functionArn('payments-reconcile') }] },
      })
    })

    it('topics: four subscriptions of functions', async () => {
      const found = await collect(topicSubscriptions, undefined)
      expect(found.map(({ name, functionArn: arn }) => `${name} ${arn.split(':').at(-1)}`).sort()).toEqual([
        'battery fleet-battery-alerts',
        'ops platform-slack',
        'rider-events notify-push',
        'rider-events telemetry-geofence',
      ])
    })

    it('buckets: three that notify a function, by prefix', async () => {
      const found = await collect(buckets, undefined)
      const notified = found.flatMap(({ notifications }) => valueOr(notifications, []) ?? [])
      expect(
        notified.map(({ functionArn: arn, prefix }) => `${arn.split(':').at(-1)} ${prefix}`).sort(),
      ).toEqual(['media-resize uploads/', 'reporting-mailer outbox/', 'telemetry-decode raw/'])
    })

    it('queues and streams that mappings name, one of them deleted', async () => {
      const sqs = new SQSClient(client)
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'mail' }))
      await sqs.send(new DeleteQueueCommand({ QueueUrl }))
      const mappings = await collect(eventSourceMappings, undefined)
      const arns = mappings.flatMap(({ eventSourceArn, onFailureArn }) => [
        valueOr(eventSourceArn, '') ?? '',
        valueOr(onFailureArn, '') ?? '',
      ])
      const found = new Map((await collect(eventSources, arns)).map((source) => [source.name, source]))
      expect(found.get('mail')?.exists).toEqual({ state: 'known', value: false })
      expect(found.get('receipts')).toMatchObject({
        exists: { value: true },
        visibilityTimeoutSeconds: { value: 360 },
        deadLetterTargetArn: { value: expect.stringContaining(':receipts-dlq') },
        maxReceiveCount: { value: 5 },
      })
      expect(found.get('positions')).toMatchObject({ sourceType: 'kinesis', shardCount: { value: 2 } })
      expect([...found.values()].map(({ sourceType }) => sourceType)).toContain('dynamodb')
    })

    it('users: as many as the SDK lists', async () => {
      let count = 0
      const pages = paginateListUsers({ client: new IAMClient({ ...client, region: 'us-east-1' }) }, {})
      for await (const page of pages) count += page.Users?.length ?? 0
      expect(await collect(users, undefined)).toHaveLength(count)
    })

    it('the organisation: two accounts, one in a unit', async () => {
      const [found] = await collect(organization, undefined)
      const units = (found && valueOr(found.units, [])) ?? []
      const accounts = (found && valueOr(found.accounts, [])) ?? []
      expect(units.map(({ name }) => name).sort()).toEqual(['Root', 'workloads'])
      const parents = accounts.map(({ parentId }) => units.find(({ id }) => id === parentId)?.name)
      expect(parents.sort()).toEqual(['Root', 'workloads'])
      const policies = (found && valueOr(found.serviceControlPolicies, [])) ?? []
      expect(policies).toMatchObject([{ name: 'FullAWSAccess', document: { state: 'known' } }])
    })

    it('what is made besides: a schedule, a state machine, a user pool, a log subscription', async () => {
      const pay = functionArn('payments-charge')
      await new SchedulerClient(client).send(
        new CreateScheduleCommand({
          Name: 'every-hour',
          ScheduleExpression: 'rate(1 hour)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: pay, RoleArn: ROLE, RetryPolicy: { MaximumRetryAttempts: 2 } },
        }),
      )
      const States = { Pay: { Type: 'Task', Resource: pay, End: true } }
      const definition = JSON.stringify({ StartAt: 'Pay', States })
      const machine = { name: 'checkout', roleArn: ROLE, definition }
      await new SFNClient(client).send(new CreateStateMachineCommand(machine))
      const pool = { PoolName: 'riders', LambdaConfig: { PreSignUp: pay } }
      await new CognitoIdentityProviderClient(client).send(new CreateUserPoolCommand(pool))
      const listed = await runForTest(functions, undefined, { clients, accountId: ACCOUNT, region: REGION })
      const [logged] = listed.items
      const group = `/aws/lambda/${logged?.name}`
      await new CloudWatchLogsClient(client).send(
        new PutSubscriptionFilterCommand({
          logGroupName: group,
          filterName: 'errors',
          filterPattern: 'ERROR',
          destinationArn: pay,
        }),
      )
      expect(await collect(schedules, undefined)).toMatchObject([
        {
          expression: { value: 'rate(1 hour)' },
          targetArn: { value: pay },
          maximumRetryAttempts: { value: 2 },
        },
      ])
      expect(await collect(stateMachines, undefined)).toMatchObject([
        { name: 'checkout', calls: { value: [{ state: 'Pay', function: pay }] } },
      ])
      expect(await collect(userPools, undefined)).toMatchObject([
        { name: 'riders', triggers: { value: [{ trigger: 'PreSignUp', functionArn: pay }] } },
      ])
      expect(await collect(logSubscriptions, [group, '/gone'])).toMatchObject([
        { name: 'errors', functionArn: pay, pattern: { value: 'ERROR' } },
      ])
    }, 60_000)
  },
)
