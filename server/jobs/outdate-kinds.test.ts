import { afterAll, beforeAll, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import { moveCursor } from '#server/store/cursors.ts'
import { collectedKinds } from '#server/store/derive-inputs.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { inputHashOf, outdateKinds } from './outdate-kinds.ts'
import { sourceInputOf } from './source-inputs.ts'

const TARGET = {
  account: { id: ACCOUNT, partition: 'aws', roleArn: null, externalId: null },
  region: REGION,
}
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

it('says of no key that it is gone before it was asked for', async () => {
  const { context } = createWorker(db)
  const now = new Date()
  const save = (kmsKeyArn?: string) =>
    saveResources(
      db.pool,
      [functionRecord('a', kmsKeyArn === undefined ? {} : { kmsKeyArn: known(kmsKeyArn) })],
      { id: null, now },
    )
  const swept = async (kind: string, id: string) => {
    const inputHash = inputHashOf(await sourceInputOf(db.pool, TARGET, id))
    const key = { collector: `sweep-${kind}`, accountId: ACCOUNT, region: REGION }
    await moveCursor(db.pool, key, { sweptTo: now.toISOString(), inputHash }, now)
  }
  const kinds = async () =>
    [...(await collectedKinds(db.pool, ACCOUNT, now))].map((key) => key.split('/')[2]).sort()
  await save()
  await swept('kms-key', 'kms-keys')
  await swept('layer', 'layers')
  await outdateKinds(context, TARGET)
  expect(await kinds()).toEqual(['kms-key', 'layer'])
  await save(KEY)
  await outdateKinds(context, TARGET)
  expect(await kinds()).toEqual(['layer'])
  await swept('kms-key', 'kms-keys')
  await outdateKinds(context, TARGET)
  expect(await kinds()).toEqual(['kms-key', 'layer'])
})
