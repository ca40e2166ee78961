import { expect, it, onTestFinished } from 'vitest'
import { createLogger } from '#server/logger.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { countWorkers } from './count-workers.ts'
import { openQueue } from './queue.ts'

it('counts the workers that are connected to the same database, itself at the least', async () => {
  const db = await createTestDatabase()
  onTestFinished(() => db.drop())
  expect(await countWorkers(db.pool)).toBe(1)
  const queues = [
    await openQueue(db.url, createLogger('test')),
    await openQueue(db.url, createLogger('test')),
  ]
  expect(await countWorkers(db.pool)).toBe(2)
  for (const queue of queues) await queue.stop()
})
