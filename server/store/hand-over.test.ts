import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { type Addressee, askAndWait, handOver } from './hand-over.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('hands an answer over, however long, and keeps nothing', async () => {
  const answer = { lines: Array.from({ length: 3000 }, (_, i) => `${i} ${Math.sin(i)} \u202E<b>`) }
  const heard = await askAndWait(database.pool, (to) => handOver(database.pool, to, answer), 60_000)
  expect(heard).toEqual(answer)
})

it('does not send what could be read on the way', async () => {
  const spy: string[] = []
  const pool = new Proxy(database.pool, {
    get: (target, key) =>
      key === 'query'
        ? (text: string, values: unknown) => {
            spy.push(JSON.stringify(values))
            return target.query(text, values as unknown[])
          }
        : Reflect.get(target, key),
  })
  await askAndWait(database.pool, (to) => handOver(pool, to, { text: 'a password' }), 60_000)
  expect(spy.join('')).not.toContain('a password')
})

it('takes nothing for an answer that is for somebody else, or broken', async () => {
  const other = async (to: Addressee) => {
    const strangers: Addressee[] = []
    const overhear = async (own: Addressee) => {
      strangers.push(own)
    }
    await askAndWait(database.pool, overhear, 1)
    await handOver(database.pool, { id: to.id, publicKey: strangers[0]?.publicKey ?? '' }, 'not for you')
  }
  expect(await askAndWait(database.pool, other, 60_000)).toBeUndefined()
})

it('gives up when nobody answers', async () => {
  expect(await askAndWait(database.pool, async () => undefined, 1)).toBeUndefined()
})
