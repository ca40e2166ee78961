import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { LiveHub } from '#server/services/live/live-hub.ts'
import { startPostgres } from '#server/store/embedded-postgres.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { atMost, type Bench, percentile } from './define-bench.ts'
import { ROOT, until, withTempDir } from './product.ts'

const MESSAGES = 20
const REGION = 'eu-west-1'

function startWorker(databaseUrl: string, demo: DemoAws): ChildProcess {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(AWS_|SIGHTLINE_|DATABASE_URL)/.test(key)),
  )
  return spawn(process.execPath, ['server/cli.ts', 'worker'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...clean,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      SIGHTLINE_SECRET: randomUUID(),
      SIGHTLINE_LOG_LEVEL: 'error',
      AWS_ENDPOINT_URL: demo.endpoint,
      AWS_ACCESS_KEY_ID: demo.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: demo.credentials.secretAccessKey,
      AWS_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  })
}

async function stopWorker(worker: ChildProcess | undefined): Promise<void> {
  if (!worker || worker.exitCode !== null) return
  worker.kill('SIGTERM')
  await once(worker, 'exit')
}

/** Somebody switches a trail off: an alert of its own for each. */
function stopLogging(accountId: string): string {
  const name = `trail-${randomUUID()}`
  const eventID = randomUUID()
  const detail = {
    eventVersion: '1.11',
    eventID,
    eventTime: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: REGION,
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${accountId}:user/mallory`,
      accountId,
      userName: 'mallory',
    },
    requestParameters: { name: `arn:aws:cloudtrail:${REGION}:${accountId}:trail/${name}` },
    responseElements: null,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  }
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: accountId,
    time: detail.eventTime,
    region: REGION,
    resources: [],
    detail,
  })
}

/** Sends messages one after the other; the time of each until an open page's stream is told of its alert, in ms. */
async function measure(store: Store, demo: DemoAws, accountId: string): Promise<number[]> {
  const hub = new LiveHub(store)
  const heard = new Set<string>()
  const leave = hub.subscribe((message) => {
    if (message.kind === 'alerts') for (const item of message.items) heard.add(item.id)
  })
  const times: number[] = []
  try {
    for (let i = 0; i < MESSAGES; i += 1) {
      const known = heard.size
      const before = performance.now()
      await fetch(`${demo.endpoint}/__demo/queue`, { method: 'POST', body: stopLogging(accountId) })
      await until('an alert', 60_000, async () => (heard.size > known ? true : undefined))
      times.push(performance.now() - before)
    }
    return times
  } finally {
    leave()
  }
}

/** From a message in SQS to what an open page is told: a worker of its own, an embedded Postgres, the demo's queue. */
export const queueToAlert: Bench = {
  name: 'queue-to-alert',
  run: () =>
    withTempDir(async (dir) => {
      const demo = await startDemoAws({ functions: 60, accounts: 1 })
      const accountId = demo.accounts[0]?.id ?? ''
      const postgres = await startPostgres(join(dir, 'postgres'))
      const store = openStore(postgres.url)
      let worker: ChildProcess | undefined
      try {
        await migrate(store.pool)
        const { id } = await store.prisma.trailSource.create({
          data: {
            kind: 'event-queue',
            name: 'events',
            address: `https://sqs.${REGION}.amazonaws.com/${accountId}/sightline-events`,
            accountId,
            region: REGION,
            createdBy: 'bench',
          },
        })
        worker = startWorker(postgres.url, demo)
        await until('the source', 180_000, async () => {
          const source = await store.prisma.trailSource.findUnique({ where: { id } })
          return source?.status === 'ok' ? true : undefined
        })
        const times = await measure(store, demo, accountId)
        return [
          atMost(
            'SQS message to alert on an open page’s stream, median',
            percentile(times, 0.5) / 1000,
            3,
            's',
          ),
          atMost('SQS message to alert on an open page’s stream, worst', percentile(times, 1) / 1000, 3, 's'),
        ]
      } finally {
        await stopWorker(worker)
        await store.close()
        await postgres.stop()
        await demo.close()
      }
    }),
}
