import { expect, it } from 'vitest'
import type { Takeover } from '#server/domain/access/access.ts'
import { callHref, callName } from './call-words.ts'
import { ceilingPercent } from './ceiling-percent.ts'
import { aroundWords } from './hop-words.ts'
import { byPrincipal } from './takeover-groups.ts'

it.each([
  [{ ceiling: 900, accountLimit: 1000 }, 90],
  [{ ceiling: null, accountLimit: 1000 }, null],
  [{ ceiling: 900, accountLimit: null }, null],
  [{ ceiling: 900, accountLimit: 0 }, null],
  [{ ceiling: 5000, accountLimit: 1000 }, 100],
])('takes %j as %s percent of the account', (figures, percent) =>
  expect(ceilingPercent(figures)).toBe(percent),
)

it('says what a way around passes', () => {
  const hops = [{ kind: 'internet' }, { kind: 'distribution' }, { kind: 'web-acl' }, { kind: 'api' }] as const
  expect(aroundWords(hops, 3)).toBe('past CloudFront and web ACL, straight to the API')
  expect(aroundWords(hops, 1)).toBe('straight to the CloudFront')
})

it('reads a function out of an ARN with wildcards and searches for the longest part of its name', () => {
  expect(callName('arn:aws:lambda:*:111122223333:function:orders-*')).toBe('orders-*')
  expect(callHref('arn:aws:lambda:*:111122223333:function:orders-*-v2')).toBe('/functions?q=orders-')
  expect(callName('*')).toBe('*')
  expect(callHref('*')).toBe('/functions?q=')
})

it('counts a principal with two ways once, in the order in which they came', () => {
  const way = (principalArn: string, step: string): Takeover => ({
    principalArn,
    principalName: principalArn,
    principalKind: 'role',
    path: [step],
    actions: [],
    conditional: false,
  })
  const groups = byPrincipal([way('a', '1'), way('b', '2'), way('a', '3')])
  expect(groups.map((ways) => ways.map((one) => one.path[0]))).toEqual([['1', '3'], ['2']])
})
