import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { failedInvocations } from '#server/domain/logs/sample-failures.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { logSamples } from './log-samples.ts'
import { runForTest } from './run-for-test.ts'

const PORT = 21_641
const REGION = 'eu-west-1'
const GROUP = '/aws/lambda/orders-api'
const ID = '8f5b1a2c-3d4e-4f60-9a7b-1c2d3e4f5a6b'
const isHere = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))

describe.skipIf(!isHere)(
  `logs in an independent emulator${isHere ? '' : ' (skipped: moto_server is not on PATH)'}`,
  () => {
    const endpoint = `http://127.0.0.1:${PORT}`
    const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }
    const credentials = new AccountCredentials(async () => keys)
    const nowMs = Date.now()
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
          ({ ok }) => ok,
          () => false,
        )
      for (let tries = 0; tries < 600 && !(await answers()); tries += 1) await wait(100)
      const client = new logs.CloudWatchLogsClient({ endpoint, region: REGION, credentials: keys })
      const group = { logGroupName: GROUP }
      await client.send(new logs.CreateLogGroupCommand(group))
      await client.send(new logs.CreateLogStreamCommand({ ...group, logStreamName: 's' }))
      const messages = [
        `START RequestId: ${ID} Version: $LATEST`,
        'orders were read',
        `2026-11-20T10:00:03.000Z ${ID} Task timed out after 3.00 seconds`,
        `REPORT RequestId: ${ID}\tDuration: 3000.00 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tStatus: timeout`,
      ]
      const logEvents = messages.map((message, i) => ({ message, timestamp: nowMs - MINUTE_MS + i }))
      await client.send(new logs.PutLogEventsCommand({ ...group, logStreamName: 's', logEvents }))
      client.destroy()
    }, 120_000)
    afterAll(() => {
      clients.close()
      if (moto.pid) process.kill(-moto.pid)
    })

    it('are read for failures and for all lines of one invocation', async () => {
      const query = {
        logGroup: GROUP,
        logFormat: 'Text',
        from: new Date(nowMs - 10 * MINUTE_MS),
        to: new Date(nowMs),
        maxFailures: 50,
        requests: 1,
        maxBytes: 100_000,
        maxCalls: 10,
      }
      const run = { clients, accountId: '123456789012', region: REGION }
      const { items, problems, complete } = await runForTest(logSamples, query, run)
      expect({ problems, complete }).toEqual({ problems: [], complete: true })
      expect(failedInvocations(items[0]?.events ?? [])).toMatchObject([
        { requestId: ID, kind: 'timeout', durationMs: 3000, maxMemoryMb: 70 },
      ])
      expect(items[1]?.events.map(({ message }) => message)).toHaveLength(3)
      const gone = await runForTest(logSamples, { ...query, logGroup: '/aws/lambda/gone' }, run)
      expect(gone.items).toMatchObject([{ exists: false }])
    })
  },
)
