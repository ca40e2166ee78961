import { describe, expect, it } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

async function unevenly(item: number): Promise<number> {
  for (let turn = 0; turn < item % 4; turn++) await nextTurn()
  return item
}

describe('mapConcurrently', () => {
  it.each([1, 9, 10, 11, 34, 84])(
    'hands on every one of %i results to a consumer that is slower than the work',
    async (count) => {
      const items = Array.from({ length: count }, (_, i) => i)
      const seen: number[] = []
      const batching = { width: 12, batchSize: 10, patienceMs: 1000, clock: () => 0 }
      for await (const batch of mapConcurrently(items, batching, unevenly)) {
        const handedOn = [...batch]
        for (let i = 0; i < 5; i++) await nextTurn()
        expect(batch).toEqual(handedOn)
        seen.push(...handedOn)
      }
      expect(seen.sort((a, b) => a - b)).toEqual(items)
    },
  )
})

it('mapConcurrently works on so many at a time and gives every result', async () => {
  let running = 0
  let most = 0
  const work = async (item: number) => {
    running += 1
    most = Math.max(most, running)
    await nextTurn()
    running -= 1
    return item * 2
  }
  const batches: number[][] = []
  const batching = { width: 4, batchSize: 10, patienceMs: 1000 }
  const items = Array.from({ length: 25 }, (_, i) => i)
  for await (const batch of mapConcurrently(items, { ...batching, clock: () => 0 }, work)) batches.push(batch)
  expect(most).toBe(4)
  expect(Math.max(...batches.map((batch) => batch.length))).toBeGreaterThanOrEqual(10)
  expect(batches.flat().sort((a, b) => a - b)).toEqual(items.map((item) => item * 2))
})

it('mapConcurrently hands on what is ready when it was patient for long enough', async () => {
  let now = 0
  const work = async (item: number) => {
    now += 600
    return item
  }
  const batches: number[][] = []
  const batching = { width: 1, batchSize: 100, patienceMs: 1000, clock: () => now }
  for await (const batch of mapConcurrently([1, 2, 3, 4, 5], batching, work)) batches.push(batch)
  expect(batches).toEqual([[1, 2], [3, 4], [5]])
})
