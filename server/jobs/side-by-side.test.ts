import { expect, it } from 'vitest'
import { sideBySide } from './side-by-side.ts'

it('works on so many at a time, on all of them, and throws what failed at the end', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  const work = async (item: number) => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    if (item === 2) throw new Error('two')
    done.push(item)
  }
  await expect(sideBySide([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('two')
  expect(done.sort()).toEqual([1, 3, 4, 5])
  expect(most).toBe(2)
})
