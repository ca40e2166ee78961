import { expect, it } from 'vitest'
import type { Invocation } from '#server/domain/triggers/trigger.ts'
import { byTrigger } from './by-trigger.ts'

const WAYS: Record<string, Invocation[]> = {
  api: ['synchronous', 'synchronous'],
  page: ['synchronous'],
  worker: ['queue'],
  both: ['synchronous', 'asynchronous'],
}
const user = (name: string, concurrency: number, asyncShare: number | null = null) => ({
  name,
  concurrency,
  asyncShare,
})

it('puts each function under its way, and one without under unknown', () => {
  const users = [user('api', 10), user('page', 20), user('worker', 25), user('lone', 50)]
  expect(byTrigger(users, (name) => WAYS[name] ?? [])).toEqual([
    { invocation: 'unknown', concurrency: 50, functions: 1 },
    { invocation: 'synchronous', concurrency: 30, functions: 2 },
    { invocation: 'queue', concurrency: 25, functions: 1 },
  ])
})

it.each<[string, Invocation[], number | null, [string, number][]]>([
  [
    'asynchronous events and one other way',
    ['synchronous', 'asynchronous'],
    0.25,
    [
      ['synchronous', 75],
      ['asynchronous', 25],
    ],
  ],
  ['asynchronous events alone, as it turns out', ['queue', 'asynchronous'], 1.4, [['asynchronous', 100]]],
  [
    'asynchronous events and two other ways',
    ['synchronous', 'asynchronous', 'queue'],
    0.5,
    [
      ['asynchronous', 50],
      ['several', 50],
    ],
  ],
  ['what was not polled', ['synchronous', 'asynchronous'], null, [['several', 100]]],
  ['two ways without asynchronous events', ['synchronous', 'queue'], 0.5, [['several', 100]]],
])('tells apart %s', (_what, ways, share, expected) => {
  const uses = byTrigger([user('one', 100, share)], () => ways)
  expect(uses.map(({ invocation, concurrency }) => [invocation, concurrency])).toEqual(expected)
})
