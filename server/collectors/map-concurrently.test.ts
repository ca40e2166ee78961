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
      for await (const batch of mapConcurrently(items, { width: 12, batchSize: 10 }, unevenly)) {
        const handedOn = [...batch]
        for (let i = 0; i < 5; i++) await nextTurn()
        expect(batch).toEqual(handedOn)
        seen.push(...handedOn)
      }
      expect(seen.sort((a, b) => a - b)).toEqual(items)
    },
  )
})
