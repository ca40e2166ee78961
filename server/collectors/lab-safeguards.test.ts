import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CloudWatchLogsClient, PutResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import * as config from '@aws-sdk/client-config-service'
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty'
import * as hub from '@aws-sdk/client-securityhub'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { runForTest } from './run-for-test.ts'
import { safeguards } from './safeguards.ts'
import { securityHubFindings } from './security-hub-findings.ts'

const PORT = 21_672
const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'
const FN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:orders-api`
const isHere = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))

describe.skipIf(!isHere)(
  `what watches over a region, in an independent emulator${isHere ? '' : ' (skipped: moto_server is not on PATH)'}`,
  () => {
    const endpoint = `http://127.0.0.1:${PORT}`
    const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }
    const client = { endpoint, region: REGION, credentials: keys }
    const credentials = new AccountCredentials(async () => keys)
    let clients: ClientPool
    let moto: ChildProcess

    beforeAll(async () => {
      moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(PORT)], {
        stdio: 'ignore',
        detached: true,
      })
      const limiter = { take: async () => undefined }
      clients = new ClientPool({ endpoint, credentialsFor: () => credentials, maxAttempts: 1, limiter })
      const answers = () =>
        fetch(endpoint).then(
          () => true,
          () => false,
        )
      while (!(await answers())) await wait(100)
    }, 60_000)
    afterAll(() => {
      clients?.close()
      if (moto.pid !== undefined) process.kill(-moto.pid)
    })

    const read = async () => {
      const run = { clients, accountId: ACCOUNT, region: REGION }
      return (await runForTest(safeguards, undefined, run)).items[0]
    }

    it('is absent before anything is switched on', async () => {
      expect(await read()).toMatchObject({
        guardDuty: { state: 'absent' },
        configRecorder: { state: 'absent' },
        securityHub: { state: 'absent' },
        logPolicies: { state: 'absent' },
      })
    })

    it('is known afterwards', async () => {
      const Features = [{ Name: 'LAMBDA_NETWORK_LOGS' as const, Status: 'ENABLED' as const }]
      await new GuardDutyClient(client).send(new CreateDetectorCommand({ Enable: true, Features }))
      await new hub.SecurityHubClient(client).send(new hub.EnableSecurityHubCommand({}))
      const recorder = {
        name: 'default',
        roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
        recordingGroup: { resourceTypes: ['AWS::Lambda::Function' as const] },
      }
      await new config.ConfigServiceClient(client).send(
        new config.PutConfigurationRecorderCommand({ ConfigurationRecorder: recorder }),
      )
      const policyDocument = '{"Version":"2012-10-17","Statement":[]}'
      const policy = { policyName: 'queries', policyDocument }
      await new CloudWatchLogsClient(client).send(new PutResourcePolicyCommand(policy))
      expect(await read()).toMatchObject({
        guardDuty: { value: { enabled: true, lambdaProtection: true } },
        configRecorder: {
          value: { recording: false, allResources: false, types: ['AWS::Lambda::Function'] },
        },
        securityHub: { value: { enabled: true } },
        logPolicies: { value: [{ name: 'queries', document: { state: 'known' } }] },
      })
    })

    it('hands on what another product told Security Hub', async () => {
      const at = '2026-01-01T00:00:00Z'
      const finding = {
        SchemaVersion: '2018-10-08',
        Id: 'scanner/1',
        ProductArn: `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`,
        GeneratorId: 'open-port',
        AwsAccountId: ACCOUNT,
        CreatedAt: at,
        UpdatedAt: at,
        Severity: { Label: 'HIGH' as const },
        Title: 'Open port',
        Description: 'A port is open.',
        Resources: [{ Type: 'AwsLambdaFunction', Id: `${FN}:live` }],
        RecordState: 'ACTIVE' as const,
        Workflow: { Status: 'NEW' as const },
      }
      await new hub.SecurityHubClient(client).send(
        new hub.BatchImportFindingsCommand({ Findings: [finding] }),
      )
      const run = { clients, accountId: ACCOUNT, region: REGION }
      const found = await runForTest(securityHubFindings, undefined, run)
      expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
      expect(found.items).toMatchObject([{ rule: 'open-port', severity: 'high', resourceArns: [FN] }])
    })
  },
)
