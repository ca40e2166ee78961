import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { hourFolder } from '#server/domain/trail-sources/stream-file-key.ts'
import { createAccount } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { listSource } from './list-source.ts'
import { pollMetrics } from './poll-metrics.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const PLACE = { accountId: '123456789012', region: 'eu-west-1' }

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

describe.skipIf(skipped !== undefined)(
  `metrics of an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
  () => {
    let folder = ''
    let clients: ClientPool
    let endpoint = ''
    let db: Awaited<ReturnType<typeof createTestDatabase>>
    const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }
    const lab = (...args: string[]) =>
      execFileSync(LAB, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: {
          ...process.env,
          LAB_DIR: folder,
          LAB_RATE: '0',
          LAB_MOTO_PORT: '21610',
          LAB_PROXY_PORT: '21615',
        },
      })
    const worker = () => createWorker(db, { aws: { clients, register: () => undefined } })
    const points = async (where: string) =>
      (
        await db.pool.query<{ n: number; sum: number }>(
          `SELECT count(*)::int AS n, sum(p.value) AS sum FROM metric_point p JOIN metric_series s ON s.id = p.series_id WHERE ${where}`,
        )
      ).rows[0]

    beforeAll(async () => {
      db = await createTestDatabase()
      folder = mkdtempSync(join(tmpdir(), 'sightline-lab-metrics-'))
      endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(lab('up', '--period', '3600'))?.[1] ?? ''
      const credentials = new AccountCredentials(async () => keys)
      clients = new ClientPool({
        endpoint,
        credentialsFor: () => credentials,
        maxAttempts: 1,
        limiter: { take: async () => undefined },
      })
      await createAccount(db, { id: PLACE.accountId, enabledRegions: [PLACE.region] })
    }, 180_000)
    afterAll(async () => {
      clients?.close()
      lab('down')
      rmSync(folder, { recursive: true, force: true })
      await db.drop()
    }, 60_000)

    it('are polled, though it has no percentiles, and functions are told apart by what they do', async () => {
      await worker().run(pollMetrics, PLACE)
      const invoked = await points(
        `s.dimension <> '' AND s.metric = 'Invocations' AND p.period_seconds = 300`,
      )
      expect(invoked?.n).toBeGreaterThan(100)
      const { rows } = await db.pool.query<{ busy: number; quiet: number; known: number }>(
        `SELECT count(*) FILTER (WHERE per_hour >= 12)::int AS busy, count(*) FILTER (WHERE per_hour < 12)::int AS quiet,
           count(core_until)::int AS known FROM metric_watch`,
      )
      expect(rows[0]?.busy).toBeGreaterThan(5)
      expect(rows[0]?.known).toBeGreaterThan(15)
    }, 180_000)

    it('come from a metric stream’s files as well', async () => {
      const s3 = new S3Client({ endpoint, region: PLACE.region, credentials: keys, forcePathStyle: true })
      await s3.send(
        new CreateBucketCommand({
          Bucket: 'metrics-of-the-lab',
          CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
        }),
      )
      const atMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS
      const stamp = new Date(atMs).toISOString().slice(0, 19).replace(/[T:]/g, '-')
      const line = {
        metric_stream_name: 'lambda',
        account_id: PLACE.accountId,
        region: PLACE.region,
        namespace: 'AWS/Lambda',
        metric_name: 'Invocations',
        dimensions: { FunctionName: 'streamed' },
        timestamp: atMs,
        value: { count: 7, sum: 7, max: 1, min: 1 },
        unit: 'Count',
      }
      await s3.send(
        new PutObjectCommand({
          Bucket: 'metrics-of-the-lab',
          Key: `lambda/${hourFolder(atMs)}/metrics-1-${stamp}-00000000-0000-4000-8000-000000000000.gz`,
          Body: gzipSync(`${JSON.stringify(line)}\n`),
          ContentEncoding: 'gzip',
        }),
      )
      s3.destroy()
      const { id } = await db.prisma.trailSource.create({
        data: {
          ...PLACE,
          kind: 'metric-stream',
          name: 'metrics',
          address: 's3://metrics-of-the-lab/lambda/',
          createdBy: 'Ada',
        },
      })
      await worker().run(listSource, { sourceId: id })
      expect(await points(`s.dimension = 'streamed' AND p.period_seconds = 60`)).toEqual({ n: 1, sum: 7 })
    }, 60_000)
  },
)
