import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { queueDepth } from '#server/collectors/trail/queue-messages.ts'
import { sourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import { listSource } from '#server/jobs/list-source.ts'
import { parseInput } from '#server/services/parse-input.ts'
import { findSource } from '#server/store/trail-sources.ts'
import { createAccount } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { receiveEvents } from './receive-events.ts'
import { receiveFiles } from './receive-files.ts'
import { sourceCall } from './source-call.ts'
import { type TrialStep, trySource } from './try-source.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'
const BUCKET = 'trail-of-the-lab'
const FOLDER = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}`

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

const recordOf = (eventID: string) => ({
  eventVersion: '1.11',
  eventID,
  eventTime: new Date().toISOString(),
  eventSource: 'lambda.amazonaws.com',
  eventName: 'Invoke',
  awsRegion: REGION,
  recipientAccountId: ACCOUNT,
  readOnly: false,
})
const keyAt = (at: Date) => {
  const iso = at.toISOString()
  const stamp = iso.slice(0, 16).replace(/[-:]/g, '')
  return `${FOLDER}/${iso.slice(0, 10).replaceAll('-', '/')}/${ACCOUNT}_CloudTrail_${REGION}_${stamp}Z_${randomUUID()}.json.gz`
}

describe.skipIf(skipped !== undefined)(
  `event sources in an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
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
          LAB_MOTO_PORT: '21574',
          LAB_PROXY_PORT: '21580',
        },
      })
    let database: Awaited<ReturnType<typeof createTestDatabase>>
    let clients: ClientPool
    let sqs: SQSClient
    let s3: S3Client

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'sightline-lab-'))
      const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(lab('up', '--no-metrics'))?.[1] ?? ''
      const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }
      const config = { endpoint, region: REGION, credentials: keys }
      sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false })
      s3 = new S3Client({ ...config, forcePathStyle: true })
      const credentials = new AccountCredentials(async () => keys)
      const limiter = { take: async () => undefined }
      clients = new ClientPool({ endpoint, credentialsFor: () => credentials, maxAttempts: 1, limiter })
      database = await createTestDatabase()
      await createAccount(database, { id: ACCOUNT })
      const place = { CreateBucketConfiguration: { LocationConstraint: REGION } as const }
      await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ...place }))
    }, 180_000)
    afterAll(async () => {
      clients?.close()
      lab('down')
      rmSync(folder, { recursive: true, force: true })
      await database?.drop()
    }, 60_000)

    const worker = () => createWorker(database, { aws: { clients, register: () => undefined } })
    const count = async () =>
      Number((await database.pool.query('SELECT count(*) AS n FROM trail_event')).rows[0].n)

    async function create(kind: string, address: string, settings: object = {}) {
      const draft = parseInput(sourceDraft, {
        kind,
        name: kind,
        address,
        accountId: ACCOUNT,
        region: REGION,
        settings,
      })
      const data = { ...draft, settings: JSON.parse(JSON.stringify(draft.settings)), createdBy: 'Ada' }
      const { id } = await database.prisma.trailSource.create({ data })
      const source = await findSource(database.pool, id)
      if (!source) throw new Error('the source is gone')
      const way = await sourceCall(worker().context, source, new AbortController().signal)
      if (way.state !== 'ok') throw new Error(way.message)
      const steps: TrialStep[] = []
      for await (const step of trySource(worker().context, draft, new AbortController().signal))
        steps.push(step)
      return { id, source, call: way.call, steps }
    }

    async function queueOf(name: string, ...bodies: object[]): Promise<string> {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
      for (const body of bodies)
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }))
      return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`
    }

    async function put(key: string, ...ids: string[]): Promise<void> {
      const Body = gzipSync(JSON.stringify({ Records: ids.map(recordOf) }))
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }))
    }

    it('receives events from a queue and deletes them', async () => {
      const before = await count()
      const details = Array.from({ length: 12 }, () => ({ account: ACCOUNT, detail: recordOf(randomUUID()) }))
      const { source, call, steps } = await create('event-queue', await queueOf('events', ...details))
      expect(steps.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
      while ((await count()) < before + 12)
        expect(await receiveEvents(worker().context, source, call, 1)).toMatchObject({ state: 'ok' })
      expect(await queueDepth(call, source.address)).toEqual({ state: 'ok', waiting: 0 })
    })

    it('reads the files that messages name', async () => {
      const before = await count()
      const key = keyAt(new Date())
      await put(key, randomUUID(), randomUUID())
      const notice = {
        Records: [
          {
            eventName: 'ObjectCreated:Put',
            awsRegion: REGION,
            s3: { bucket: { name: BUCKET }, object: { key } },
          },
        ],
      }
      const files = `s3://${BUCKET}/`
      const { source, call, steps } = await create('file-queue', await queueOf('files', notice), { files })
      expect(steps.every(({ state }) => state === 'ok')).toBe(true)
      expect(await receiveFiles(worker().context, source, call, 1)).toEqual({ state: 'ok', messages: 1 })
      expect(await count()).toBe(before + 2)
    })

    it('finds files by listing, and later those that are new', async () => {
      await database.pool.query('TRUNCATE trail_event')
      await put(keyAt(new Date()), randomUUID(), randomUUID(), randomUUID())
      const { id, steps } = await create('bucket', `s3://${BUCKET}`, { backDays: 1 })
      expect(steps.every(({ state }) => state === 'ok')).toBe(true)
      await worker().run(listSource, { sourceId: id })
      const first = await count()
      expect(first).toBeGreaterThanOrEqual(3)
      await put(keyAt(new Date()), randomUUID())
      await worker().run(listSource, { sourceId: id })
      expect(await count()).toBe(first + 1)
    })

    it('says that a queue or a bucket is not there', async () => {
      const missing = await create('event-queue', `arn:aws:sqs:${REGION}:${ACCOUNT}:nowhere`)
      expect(missing.steps).toMatchObject([{ what: 'Receive a message', state: 'failed' }])
      const nowhere = await create('bucket', 's3://nowhere-at-all/')
      expect(nowhere.steps).toMatchObject([{ what: 'List the bucket', state: 'failed' }])
    })
  },
)
