import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineCollector } from '#server/collectors/define-collector.ts'
import type { ExternalFindingRecord, FindingSource } from '#server/domain/records/external-finding-record.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { collectedKinds } from '#server/store/derive-inputs.ts'
import { ACCOUNT_ID, REGION } from '#server/testing/factories.ts'
import { makeExternalFinding } from '#server/testing/records/posture-records.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { sweepKind } from './sweep-kind.ts'

const START = Date.UTC(2026, 10, 20, 9)
const TARGET = {
  account: { id: ACCOUNT_ID, partition: 'aws', roleArn: null, externalId: null },
  region: REGION,
}
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

async function sweep(minutes: number, source: FindingSource, names: string[], complete = true) {
  const collector = defineCollector<ExternalFindingRecord>({
    id: `${source}-findings`,
    title: source,
    scope: 'region',
    kind: 'external-finding',
    part: source,
    operations: [],
    async *collect() {
      yield names.map((name) => makeExternalFinding({ source, name, arn: `${source}/${name}` }))
      return { complete }
    },
  })
  const { context } = createWorker(db, { clock: () => START + minutes * MINUTE_MS })
  return sweepKind(context, TARGET, collector, 'external-finding', new AbortController().signal)
}

async function live(): Promise<string[]> {
  const rows = await db.prisma.resource.findMany({ where: { deletedAt: null }, orderBy: { arn: 'asc' } })
  return rows.map(({ arn }) => arn)
}

it('of a kind that several collectors bring, each marks as gone only what it brought', async () => {
  await sweep(0, 'guardduty', ['a', 'b'])
  await sweep(1, 'inspector', ['a'])
  expect(await live()).toEqual(['guardduty/a', 'guardduty/b', 'inspector/a'])
  await sweep(60, 'guardduty', ['b'])
  expect(await live()).toEqual(['guardduty/b', 'inspector/a'])
  await sweep(61, 'inspector', [], false)
  expect(await live()).toEqual(['guardduty/b', 'inspector/a'])
  await sweep(62, 'inspector', [])
  expect(await live()).toEqual(['guardduty/b'])
  const collected = await collectedKinds(db.pool, ACCOUNT_ID, new Date(START))
  const key = `${ACCOUNT_ID}/${REGION}/external-finding`
  expect([...collected].sort()).toEqual([`${key}:guardduty`, `${key}:inspector`])
})
