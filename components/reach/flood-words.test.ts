import { describe, expect, it } from 'vitest'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import { callHref, callName } from './call-words.ts'
import { ceilingPercent, poolSentence } from './flood-words.ts'
import { aroundWords } from './hop-words.ts'

const flood = (patch: Partial<FunctionReach['flood']>): FunctionReach['flood'] => ({
  reserved: null,
  accountLimit: 1000,
  unreserved: 900,
  ceiling: 900,
  pool: 'shared',
  neighbours: { count: 12, names: [] },
  summary: '',
  triggers: [],
  ...patch,
})

type Flood = FunctionReach['flood']

describe('poolSentence', () => {
  it.each<[Partial<Flood>, string]>([
    [{}, 'A flood can take up to 900 concurrent executions and starve 12 neighbours.'],
    [
      { neighbours: { count: 1, names: [] } },
      'A flood can take up to 900 concurrent executions and starve 1 neighbour.',
    ],
    [
      { neighbours: { count: 0, names: [] } },
      'A flood can take up to 900 concurrent executions; no other function shares them.',
    ],
    [
      { pool: 'off', reserved: 0, ceiling: 0 },
      'Its reserved concurrency is 0: every invocation is throttled.',
    ],
    [{ pool: 'unknown', ceiling: null }, 'How much concurrency it can take is not known.'],
  ])('%j', (patch, text) => expect(poolSentence(flood(patch))).toBe(text))
})

it.each([
  [{}, 90],
  [{ ceiling: null }, null],
  [{ accountLimit: null }, null],
  [{ accountLimit: 0 }, null],
  [{ ceiling: 5000 }, 100],
])('takes %j as %s percent of the account', (patch, percent) =>
  expect(ceilingPercent(flood(patch))).toBe(percent),
)

it('says what a way around passes', () => {
  const hops = [{ kind: 'internet' }, { kind: 'distribution' }, { kind: 'web-acl' }, { kind: 'api' }] as const
  expect(aroundWords(hops, 3)).toBe('past CloudFront and web ACL, straight to the API')
  expect(aroundWords(hops, 1)).toBe('straight to the CloudFront')
})

it('reads a function out of an ARN with wildcards and searches for the longest part of its name', () => {
  expect(callName('arn:aws:lambda:*:111111111111:function:orders-*')).toBe('orders-*')
  expect(callHref('arn:aws:lambda:*:111111111111:function:orders-*-v2')).toBe('/functions?q=orders-')
  expect(callName('*')).toBe('*')
  expect(callHref('*')).toBe('/functions?q=')
})
