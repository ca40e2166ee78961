import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Dispatcher, type DispatcherOptions, type JobSource } from './dispatcher.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Job = { id: string; data: unknown; signal: AbortSignal; end: () => void; fail: (error: Error) => void }

function setUp(options: Partial<DispatcherOptions> = {}) {
  const waiting: string[] = []
  const gone = new Set<string>()
  const asked: number[] = []
  const ended: string[] = []
  const jobs = new Map<string, Job>()
  const source: JobSource = {
    fetch: async (_, { batchSize }) => {
      asked.push(batchSize)
      return waiting.splice(0, batchSize).map((id) => ({ id, data: id }))
    },
    complete: async (_, id) => ended.push(`${id} done`),
    fail: async (_, id) => ended.push(`${id} failed`),
    touch: async (_, ids) => ({ affected: ids.filter((id) => !gone.has(id)).length }),
  }
  const dispatcher = new Dispatcher(source, {
    name: 'x',
    places: 3,
    expireInSeconds: 60,
    pollMs: 2000,
    heartbeatMs: 10_000,
    run: (data, signal) =>
      new Promise((resolve, reject) => {
        const id = String(data)
        jobs.set(id, { id, data, signal, end: resolve, fail: reject })
      }),
    onError: (error) => {
      throw error
    },
    ...options,
  })
  return { dispatcher, waiting, gone, asked, ended, jobs }
}

it('takes as many jobs as there are places in one statement, and the next when one ends', async () => {
  const { dispatcher, waiting, asked, ended, jobs } = setUp()
  waiting.push('a', 'b', 'c', 'd')
  dispatcher.nudge()
  await vi.advanceTimersByTimeAsync(0)
  expect([...jobs.keys()]).toEqual(['a', 'b', 'c'])
  expect(asked.every((size) => size === 3)).toBe(true)
  jobs.get('b')?.end()
  await vi.advanceTimersByTimeAsync(0)
  expect([...jobs.keys()]).toEqual(['a', 'b', 'c', 'd'])
  jobs.get('a')?.fail(new Error('no'))
  await vi.advanceTimersByTimeAsync(0)
  expect(ended).toEqual(['b done', 'a failed'])
})

it('looks by itself for what others put into the queue', async () => {
  const { waiting, jobs } = setUp()
  await vi.advanceTimersByTimeAsync(500)
  waiting.push('a')
  await vi.advanceTimersByTimeAsync(1400)
  expect(jobs.size).toBe(0)
  await vi.advanceTimersByTimeAsync(200)
  expect(jobs.size).toBe(1)
})

it('stops a job whose time is up, and one that somebody else has taken, and no other', async () => {
  const { waiting, gone, jobs } = setUp()
  waiting.push('slow', 'taken')
  await vi.advanceTimersByTimeAsync(2000)
  gone.add('taken')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(jobs.get('taken')?.signal.aborted).toBe(true)
  expect(jobs.get('slow')?.signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(jobs.get('slow')?.signal.reason).toMatchObject({ message: 'The job took more than 60 seconds.' })
})

it('stops when what it runs has ended, and takes nothing more', async () => {
  const { dispatcher, waiting, jobs } = setUp()
  waiting.push('a')
  dispatcher.nudge()
  await vi.advanceTimersByTimeAsync(0)
  let stopped = false
  const stopping = dispatcher.stop().then(() => {
    stopped = true
  })
  waiting.push('b')
  await vi.advanceTimersByTimeAsync(5000)
  expect(stopped).toBe(false)
  jobs.get('a')?.end()
  await stopping
  expect([...jobs.keys()]).toEqual(['a'])
})
