import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam'
import { LambdaClient, paginateListEventSourceMappings, paginateListFunctions } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { eventSourceMappings } from './event-source-mappings.ts'
import { functions } from './functions.ts'
import { roles } from './roles.ts'
import { runForTest } from './run-for-test.ts'
import { stsIdentity } from './sts-identity.ts'
import { trailEvents } from './trail-events.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const REGIONS = ['eu-west-1', 'us-east-1']

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

describe.skipIf(skipped !== undefined)(
  `an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
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
          LAB_MOTO_PORT: '21140',
          LAB_PROXY_PORT: '21160',
        },
      })
    const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }
    let endpoint = ''
    let clients: ClientPool
    let accountId = ''

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'sightline-lab-'))
      endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(lab('up', '--no-metrics'))?.[1] ?? ''
      const credentials = new AccountCredentials(async () => keys)
      clients = new ClientPool({
        endpoint,
        credentialsFor: () => credentials,
        maxAttempts: 1,
        limiter: { take: async () => undefined },
      })
      const identity = await runForTest(stsIdentity, undefined, { clients, accountId: 'unknown' })
      accountId = identity.items[0]?.accountId ?? ''
    }, 120_000)
    afterAll(() => {
      clients?.close()
      lab('down')
      rmSync(folder, { recursive: true, force: true })
    }, 60_000)

    async function count<Page>(pages: AsyncIterable<Page>, of: (page: Page) => unknown[] | undefined) {
      let total = 0
      for await (const page of pages) total += of(page)?.length ?? 0
      return total
    }

    it.each(REGIONS)(
      'has the same functions and mappings in %s as the SDK lists',
      async (region) => {
        const client = new LambdaClient({ endpoint, region, credentials: keys })
        const found = await runForTest(functions, undefined, { clients, accountId, region })
        expect(found.complete).toBe(true)
        expect(found.items).toHaveLength(
          await count(paginateListFunctions({ client }, {}), (page) => page.Functions),
        )
        const mappings = await runForTest(eventSourceMappings, undefined, { clients, accountId, region })
        expect(mappings.items).toHaveLength(
          await count(paginateListEventSourceMappings({ client }, {}), (page) => page.EventSourceMappings),
        )
      },
      30_000,
    )

    it('has the same roles as the SDK lists', async () => {
      const client = new IAMClient({ endpoint, region: 'us-east-1', credentials: keys })
      const found = await runForTest(roles, undefined, { clients, accountId })
      expect(found).toMatchObject({ complete: true, problems: [] })
      expect(found.items).toHaveLength(await count(paginateListRoles({ client }, {}), (page) => page.Roles))
      expect(found.items.every(({ trustPolicy }) => trustPolicy.state === 'known')).toBe(true)
    })

    it.each(REGIONS)(
      'has the same events in %s as the SDK looks up',
      async (region) => {
        const client = new CloudTrailClient({ endpoint, region, credentials: keys })
        const to = new Date()
        const StartTime = new Date(to.getTime() - 48 * HOUR_MS)
        const input = { cursor: null, to, initialLookbackMs: 48 * HOUR_MS }
        const found = await runForTest(trailEvents, input, { clients, accountId, region })
        expect(found).toMatchObject({ complete: true, problems: [] })
        const events = paginateLookupEvents({ client }, { StartTime, EndTime: to })
        const ids = found.items.flatMap(({ records }) => records.map(({ eventId }) => eventId))
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toHaveLength(await count(events, (page) => page.Events))
      },
      30_000,
    )
  },
)
