import { expect, it } from 'vitest'
import type { Invocation } from '#server/domain/triggers/trigger.ts'
import { byTrigger } from './by-trigger.ts'

const WAYS: Record<string, Invocation[]> = {
  api: ['synchronous', 'synchronous'],
  page: ['synchronous'],
  worker: ['queue'],
  both: ['synchronous', 'asynchronous'],
}

it('puts each function under its way, one with several under that, and one without under unknown', () => {
  const users = Object.keys({ ...WAYS, lone: [] }).map((name, i) => ({ name, concurrency: 10 * (i + 1) }))
  expect(byTrigger(users, (name) => WAYS[name] ?? [])).toEqual([
    { invocation: 'unknown', concurrency: 50, functions: 1 },
    { invocation: 'several', concurrency: 40, functions: 1 },
    { invocation: 'synchronous', concurrency: 30, functions: 2 },
    { invocation: 'queue', concurrency: 30, functions: 1 },
  ])
})
