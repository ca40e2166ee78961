import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CollectorContext } from '#server/collectors/define-collector.ts'
import { absent, known } from '#server/domain/field.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT_ID, makeFunctionRecord, REGION } from '#server/testing/factories.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import type { SourceCollector } from './source-collectors.ts'
import { sweepSources } from './sweep-sources.ts'

const TARGET = {
  account: { id: ACCOUNT_ID, partition: 'aws', roleArn: null, externalId: null },
  region: REGION,
}
const LAYER = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:layer:shared:3`
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE resource, resource_version, collector_run, collector_cursor CASCADE')
  const zipped = makeFunctionRecord({ layers: known([LAYER, LAYER]), codeSha256: known('sha') })
  const image = makeFunctionRecord({
    arn: `${zipped.arn}-image`,
    name: `${zipped.name}-image`,
    packageType: known('Image'),
    layers: absent(),
  })
  await saveResources(db.pool, [zipped, image], { id: null, now: new Date() })
})
afterAll(() => db.drop())

/** Sweeps with a collector of this id, and gives what it was told each time. */
async function toldTo(id: string, env: Record<string, string>) {
  const told: { input: unknown; code: CollectorContext['code'] }[] = []
  const collector: SourceCollector = {
    id,
    title: id,
    scope: 'region',
    kind: 'code-package',
    changedBy: [],
    operations: [],
    ...(id === 'code-packages' ? { downloadsCode: true } : {}),
    async *collect({ code }, input) {
      told.push({ input, code })
      yield []
      return { complete: true }
    },
  }
  const { context } = createWorker(db, { env })
  await sweepSources(context, TARGET, [collector], new AbortController().signal)
  return told
}

it('code is looked into only where the settings allow it', async () => {
  expect(await toldTo('code-packages', {})).toEqual([])
  expect(await toldTo('code-packages', { SIGHTLINE_DOWNLOAD_CODE: 'false' })).toEqual([])
  const env = { SIGHTLINE_DOWNLOAD_CODE: 'true', SIGHTLINE_OSV_PATH: '/srv/osv' }
  expect(await toldTo('code-packages', env)).toMatchObject([{ code: { osvFolder: '/srv/osv' } }])
})

it('code is that of functions with a zip, and of the layers that functions use', async () => {
  const [told] = await toldTo('code-packages', { SIGHTLINE_DOWNLOAD_CODE: 'true' })
  expect(told?.input).toEqual([
    { arn: expect.stringMatching(/:function:[^:]+$/), name: expect.any(String), codeSha256: 'sha' },
    { arn: LAYER, name: 'shared:3', codeSha256: null },
  ])
})

it('findings are read about the roles that functions have', async () => {
  const [told] = await toldTo('guardduty-findings', {})
  const roles = ['orders-api-image-role', 'orders-api-role'].map(
    (name) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`,
  )
  expect(told).toEqual({ input: roles, code: undefined })
})
