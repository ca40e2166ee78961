import { describe, expect, test } from 'vitest'
import { callChains } from './call-chains.ts'
import type { FunctionCall } from './reach.ts'

const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
const call = (from: string, to: string, synchronous: boolean | null = null): FunctionCall => ({
  fromArn: arnOf(from),
  toArn: to.includes('*') ? to : arnOf(to),
  by: ['permission'],
  synchronous,
  evidence: '',
  lastSeenAt: null,
})
const named = (...names: string[]) => names.map((name) => ({ arn: arnOf(name), name }))
const chains = (of: string, calls: FunctionCall[], functions = named('a', 'b', 'c', 'd')) =>
  callChains(arnOf(of), calls, functions).map(
    (one) => `${one.names.join('>')}${one.cycle ? ' cycle' : ''}${one.synchronous ? ' sync' : ''}`,
  )

describe('chains through a function', () => {
  test.each<[string, string, FunctionCall[], string[]]>([
    ['none', 'a', [], []],
    ['callers and called', 'b', [call('a', 'b'), call('b', 'c'), call('b', 'd')], ['a>b>c', 'a>b>d']],
    ['the last', 'c', [call('a', 'b'), call('b', 'c')], ['a>b>c']],
    ['all synchronous', 'a', [call('a', 'b', true), call('b', 'c', true)], ['a>b>c sync']],
    ['one link asynchronous', 'a', [call('a', 'b', true), call('b', 'c', false)], ['a>b>c']],
    ['itself', 'a', [call('a', 'a')], ['a>a cycle']],
    ['a cycle', 'b', [call('a', 'b'), call('b', 'c'), call('c', 'a')], ['b>c>a>b cycle']],
    ['a cycle further on', 'a', [call('a', 'b'), call('b', 'c'), call('c', 'b')], ['a>b>c>b cycle']],
    ['a cycle before', 'c', [call('a', 'b'), call('b', 'a'), call('b', 'c')], ['a>b>c']],
    ['a pattern of few', 'a', [call('a', 'arn:aws:lambda:*:function:b*')], ['a>b']],
  ])('%s', (_, of, calls, expected) => {
    expect(chains(of, calls)).toEqual(expected)
  })

  test('a permission on everything is one link', () => {
    const many = named(...Array.from({ length: 100 }, (_, i) => `f${i}`))
    expect(chains('f1', [call('f1', '*')], many)).toEqual(['f1>any function'])
  })
})

test('10,000 functions that may all call each other are quick', () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `f${i}`)
  const functions = named(...names)
  const everyone = names.map((name) => call(name, '*'))
  const ring = names.flatMap((name, i) =>
    [1, 2, 3, 5, 7].map((step) => call(name, names[(i + step) % names.length] ?? '')),
  )
  const beganMs = performance.now()
  for (const calls of [everyone, ring, [...everyone, ...ring]]) {
    const found = callChains(arnOf('f7'), calls, functions)
    expect(found.length).toBeLessThanOrEqual(50)
    expect(Math.max(...found.map((one) => one.arns.length))).toBeLessThanOrEqual(13)
  }
  expect(performance.now() - beganMs).toBeLessThan(3000)
})
