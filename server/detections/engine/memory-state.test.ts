import { describe, expect, it } from 'vitest'
import { MemoryState } from './memory-state.ts'

const DAY_MS = 86_400_000
const key = (name: string) => ({ accountId: '111122223333', detectionId: 'burst', key: name })

describe('state in memory', () => {
  it('never holds more keys than it may, and says what it forgot', () => {
    const state = new MemoryState({ maxKeys: 10 })
    for (let i = 0; i < 100; i += 1) state.set(key(`${i}`), i, new Date(i * 1000))
    expect(state.size).toBeLessThanOrEqual(10)
    expect(state.dropped).toBe(100 - state.size)
    expect(state.get(key('99'))).toBe(99)
    expect(state.get(key('0'))).toBeUndefined()
  })

  it('forgets first what is older than any detection remembers, which is no loss', () => {
    const state = new MemoryState({ maxKeys: 2, maxAgeDays: 5 })
    state.set(key('old'), 1, new Date(0))
    state.set(key('new'), 1, new Date(9 * DAY_MS))
    state.set(key('newer'), 1, new Date(10 * DAY_MS))
    expect(state.get(key('old'))).toBeUndefined()
    expect(state.dropped).toBeLessThanOrEqual(1)
  })
})
