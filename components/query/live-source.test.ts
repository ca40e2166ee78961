import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveMessage } from '#server/services/live/schema.ts'
import { listenLive } from './live-source.ts'

class FakeSource {
  readyState = 0
  onmessage: ((event: MessageEvent<string>) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  close() {
    this.readyState = 2
  }
  say(data: string) {
    this.onmessage?.({ data } as MessageEvent<string>)
  }
  refuse() {
    this.readyState = 2
    this.onerror?.({} as Event)
  }
}

let opened: FakeSource[]
let heard: LiveMessage[]
let end: () => void
const last = () => opened.at(-1) as FakeSource
beforeEach(() => {
  vi.useFakeTimers()
  opened = []
  heard = []
  end = listenLive({
    onMessage: (message) => heard.push(message),
    open: () => {
      const source = new FakeSource()
      opened.push(source)
      return source
    },
  })
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

describe('the live source', () => {
  it('hands on what it understands and passes over the rest', () => {
    for (const data of [
      '{"kind":"hits","count":2}',
      '{',
      '{"kind":"secrets"}',
      '',
      'null',
      '{"kind":"toString"}',
      '{"kind":"hits"}',
      '{"kind":"alerts","items":{}}',
    ])
      last().say(data)
    expect(heard).toEqual([{ kind: 'hits', count: 2 }])
  })

  it('is opened anew when nothing was heard for three beats, and not before', () => {
    vi.advanceTimersByTime(40_000)
    last().say('{"kind":"beat"}')
    vi.advanceTimersByTime(40_000)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(6_000)
    expect(opened).toHaveLength(2)
    expect(opened[0]?.readyState).toBe(2)
  })

  it('waits a minute after a refusal', () => {
    last().refuse()
    vi.advanceTimersByTime(59_000)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(2_000)
    expect(opened).toHaveLength(2)
  })

  it('leaves a broken line to the browser, which tries again itself', () => {
    last().onerror?.({} as Event)
    vi.advanceTimersByTime(30_000)
    expect(opened).toHaveLength(1)
  })

  it('is closed for good when it is ended', () => {
    end()
    vi.advanceTimersByTime(300_000)
    expect(opened).toHaveLength(1)
    expect(last().readyState).toBe(2)
  })
})
