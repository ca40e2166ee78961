import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { InvalidInputError } from '#server/errors.ts'
import { createLogger } from '#server/logger.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import { defineJob } from './define-job.ts'
import { type AnyJob, openQueue } from './queue.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

async function workerWith(name: string, run: (key: string) => Promise<void>) {
  const job = defineJob({
    name,
    input: z.object({ key: z.string() }),
    keyOf: (input) => input.key,
    concurrency: 4,
    expireInSeconds: 60,
    run: (_context, { key }) => run(key),
  })
  const queue = await openQueue(db.url, createLogger('test'))
  onTestFinished(() => queue.stop())
  await queue.work([job] as unknown as AnyJob[], createWorker(db).context)
  return { job, queue }
}

it('runs a job once for a key that already waits or runs, and other keys beside it', async () => {
  const ran: string[] = []
  const gate = Promise.withResolvers<void>()
  const twoRun = Promise.withResolvers<void>()
  const { job, queue } = await workerWith('gated', async (key) => {
    ran.push(key)
    if (ran.length === 2) twoRun.resolve()
    await gate.promise
  })
  for (const key of ['a', 'a', 'b', 'a']) await queue.send(job, { key })
  await twoRun.promise
  await queue.send(job, { key: 'a' })
  gate.resolve()
  expect(ran.sort()).toEqual(['a', 'b'])
})

it('goes on with other jobs when one throws, and takes the failed key again', async () => {
  const ran: string[] = []
  const done = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<void>()
  const { job, queue } = await workerWith('failing', async (key) => {
    ran.push(key)
    if (ran.length === 3) done.resolve()
    if (key === 'bad' && ran.filter((one) => one === 'bad').length === 1) {
      failed.resolve()
      throw new Error('this one fails')
    }
  })
  await queue.send(job, { key: 'bad' })
  await failed.promise
  await queue.send(job, { key: 'good' })
  await expect
    .poll(async () => {
      await queue.send(job, { key: 'bad' })
      return ran.filter((one) => one === 'bad').length
    })
    .toBeGreaterThan(1)
  await done.promise
  expect(ran).toContain('good')
})

it('refuses input that the job does not know', async () => {
  const { job, queue } = await workerWith('strict', async () => undefined)
  await expect(queue.send(job, { key: 7 } as unknown as { key: string })).rejects.toBeInstanceOf(
    InvalidInputError,
  )
})
