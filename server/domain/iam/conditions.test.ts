import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateConditions, type RequestContext } from './conditions.ts'
import type { Truth } from './truth.ts'

type Given = string | string[] | null | undefined

const contextOf = (entries: Record<string, Given>): RequestContext =>
  new Map(
    Object.entries(entries).flatMap(([key, value]): [string, string[] | null][] => {
      if (value === undefined) return []
      return [[key.toLowerCase(), value === null ? null : [value].flat()]]
    }),
  )

/** A policy variable as it is written in a policy. */
const variable = (name: string) => `\${${name}}`
const USER = variable('aws:username')

const holds = (operator: string, wanted: string | string[], given: Given, more: Record<string, Given> = {}) =>
  evaluateConditions([{ operator, key: 'k', values: [wanted].flat() }], contextOf({ k: given, ...more }))

/** Operator, values in the policy, value in the request (undefined: unknown, null: absent), answer. */
type Row = [operator: string, wanted: string | string[], given: Given, answer: Truth]

const ROWS: Row[] = [
  ['StringEquals', 'a', 'a', 'true'],
  ['StringEquals', ['b', 'a'], 'a', 'true'],
  ['StringEquals', 'A', 'a', 'false'],
  ['StringEquals', 'a*', 'ab', 'false'],
  ['StringEquals', [], 'a', 'false'],
  ['StringEquals', 'a', null, 'false'],
  ['StringEquals', 'a', undefined, 'unknown'],
  ['stringequals', 'a', 'a', 'true'],
  ['StringNotEquals', 'a', 'b', 'true'],
  ['StringNotEquals', ['a', 'b'], 'b', 'false'],
  ['StringNotEquals', 'a', null, 'true'],
  ['StringNotEquals', 'a', undefined, 'unknown'],
  ['StringEqualsIgnoreCase', 'JohN', 'jOhn', 'true'],
  ['StringEqualsIgnoreCase', 'john', 'johnny', 'false'],
  ['StringEqualsIgnoreCase', 'john', undefined, 'unknown'],
  ['StringNotEqualsIgnoreCase', 'JOHN', 'john', 'false'],
  ['StringNotEqualsIgnoreCase', 'john', 'jane', 'true'],
  ['StringLike', 'a?c*', 'abcdef', 'true'],
  ['StringLike', 'a?c*', 'Abcdef', 'false'],
  ['StringLike', '*', null, 'false'],
  ['StringLike', '*', undefined, 'unknown'],
  ['StringNotLike', 'a*', 'abc', 'false'],
  ['StringNotLike', 'a*', 'b', 'true'],
  ['StringNotLike', 'a*', null, 'true'],
  ['NumericEquals', '10', '10.0', 'true'],
  ['NumericEquals', '10', '11', 'false'],
  ['NumericEquals', '10', 'ten', 'unknown'],
  ['NumericEquals', 'ten', '10', 'unknown'],
  ['NumericNotEquals', '10', '11', 'true'],
  ['NumericNotEquals', '10', '10', 'false'],
  ['NumericNotEquals', '10', null, 'true'],
  ['NumericLessThan', '10', '9', 'true'],
  ['NumericLessThan', '10', '10', 'false'],
  ['NumericLessThan', '10', null, 'false'],
  ['NumericLessThan', '10', undefined, 'unknown'],
  ['NumericLessThanEquals', '10', '10', 'true'],
  ['NumericLessThanEquals', '10', '10.1', 'false'],
  ['NumericGreaterThan', '-1', '0', 'true'],
  ['NumericGreaterThan', '10', '10', 'false'],
  ['NumericGreaterThanEquals', '10', '10', 'true'],
  ['NumericGreaterThanEquals', '10', '9', 'false'],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', 'true'],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', 'true'],
  ['DateEquals', '2026', '2026-01-01', 'true'],
  ['DateEquals', '2026-01-01', '2026-01-02', 'false'],
  ['DateEquals', 'yesterday', '2026-01-02', 'unknown'],
  ['DateNotEquals', '2026-01-01', '2026-01-02', 'true'],
  ['DateNotEquals', '2026-01-01', '2026-01-01', 'false'],
  ['DateLessThan', '2026-06-30T23:59:59Z', '2026-06-30T23:59:58', 'true'],
  ['DateLessThan', '2026-06-30T23:59:59Z', '2026-07-01T00:00:00Z', 'false'],
  ['DateLessThan', '2026-06-30T23:59:59Z', undefined, 'unknown'],
  ['DateLessThanEquals', '2026-01-01', '2026-01-01', 'true'],
  ['DateGreaterThan', '2026-01-01', '2026-01-01T00:00:01Z', 'true'],
  ['DateGreaterThan', '2026-01-01', '2026-01-01', 'false'],
  ['DateGreaterThanEquals', '2026-01-01', '2026-01-01', 'true'],
  ['Bool', 'true', 'TRUE', 'true'],
  ['Bool', 'true', 'false', 'false'],
  ['Bool', 'false', null, 'false'],
  ['Bool', 'true', undefined, 'unknown'],
  ['BoolIfExists', 'true', null, 'true'],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'true'],
  ['BinaryEquals', 'QmluYXJ5', 'qmluyxj5', 'false'],
  ['BinaryEquals', 'QmluYXJ5', undefined, 'unknown'],
  ['IpAddress', '203.0.113.0/24', '203.0.113.200', 'true'],
  ['IpAddress', '203.0.113.9/24', '203.0.113.200', 'true'],
  ['IpAddress', '203.0.113.7', '203.0.113.7', 'true'],
  ['IpAddress', '203.0.113.0/24', '203.0.114.1', 'false'],
  ['IpAddress', '0.0.0.0/0', '8.8.8.8', 'true'],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', 'false'],
  ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:ffff::1', 'true'],
  ['IpAddress', '2001:db8::/32', '2001:db9::1', 'false'],
  ['IpAddress', '::ffff:203.0.113.0/120', '::ffff:cb00:7109', 'true'],
  ['IpAddress', '203.0.113.0/33', '203.0.113.1', 'unknown'],
  ['IpAddress', '203.0.113.0/24', 'lambda.amazonaws.com', 'unknown'],
  ['IpAddress', '203.0.113.0/24', null, 'false'],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.200', 'false'],
  ['NotIpAddress', ['203.0.113.0/24', '198.51.100.0/24'], '192.0.2.1', 'true'],
  ['NotIpAddress', '203.0.113.0/24', null, 'true'],
  ['NotIpAddress', '203.0.113.0/24', undefined, 'unknown'],
  ['ArnEquals', 'arn:aws:sns:*:111122223333:t', 'arn:aws:sns:eu-west-1:111122223333:t', 'true'],
  ['ArnLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::b/key:with:colons', 'true'],
  ['ArnLike', 'arn:aws:sns:*:t', 'arn:aws:sns:eu-west-1:111122223333:t', 'true'],
  ['ArnLike', 'arn:aws:sns:*::t', 'arn:aws:sns:eu-west-1:111122223333:t', 'false'],
  ['ArnLike', 'arn:aws:sns:*:1*3:t', 'arn:aws:sns:eu:1:3:t', 'false'],
  ['ArnLike', '*', 'arn:aws:sns:eu-west-1:1:t', 'true'],
  ['ArnLike', 'arn:aws:sns:::T', 'arn:aws:sns:::t', 'false'],
  ['ArnLike', 'arn:aws:sns:::t', null, 'false'],
  ['ArnLike', 'arn:aws:sns:::t', undefined, 'unknown'],
  ['ArnNotEquals', 'arn:aws:sns:::t', 'arn:aws:sns:::u', 'true'],
  ['ArnNotLike', 'arn:aws:sns:::*', 'arn:aws:sns:::u', 'false'],
  ['ArnNotLike', 'arn:aws:sns:::*', null, 'true'],
  ['Null', 'true', null, 'true'],
  ['Null', 'true', [], 'true'],
  ['Null', 'true', 'a', 'false'],
  ['Null', 'false', 'a', 'true'],
  ['Null', 'false', null, 'false'],
  ['Null', 'true', undefined, 'unknown'],
  ['Null', 'maybe', 'a', 'unknown'],
  ['StringEqualsIfExists', 'a', null, 'true'],
  ['StringEqualsIfExists', 'a', 'a', 'true'],
  ['StringEqualsIfExists', 'a', 'b', 'false'],
  ['StringEqualsIfExists', 'a', undefined, 'unknown'],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], 'true'],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], 'false'],
  ['ForAllValues:StringEquals', 'a', null, 'true'],
  ['ForAllValues:StringEquals', 'a', [], 'true'],
  ['ForAllValues:StringEquals', 'a', undefined, 'unknown'],
  ['ForAllValues:StringNotEquals', 'a', ['b', 'c'], 'true'],
  ['ForAllValues:StringNotEquals', 'a', ['a', 'c'], 'false'],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], 'true'],
  ['ForAnyValue:StringEquals', 'a', ['c', 'b'], 'false'],
  ['ForAnyValue:StringEquals', 'a', null, 'false'],
  ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], 'true'],
  ['ForAnyValue:StringNotEquals', 'a', ['a'], 'false'],
  ['ForAnyValue:StringNotEquals', 'a', null, 'false'],
  ['ForAnyValue:StringLikeIfExists', 'a*', null, 'true'],
  ['ForAnyValue:StringLike', 'a*', undefined, 'unknown'],
  ['StringResembles', 'a', 'a', 'unknown'],
  ['ForMostValues:StringEquals', 'a', 'a', 'unknown'],
  ['', '', 'a', 'unknown'],
]

describe('evaluateConditions', () => {
  it.each(ROWS)('%s %j of %j is %s', (operator, wanted, given, answer) => {
    expect(holds(operator, wanted, given)).toBe(answer)
  })

  it.each<[string, string, Given, Given, Truth]>([
    ['StringEquals', USER, 'john', 'john', 'true'],
    ['StringEquals', variable('AWS:UserName'), 'john', 'john', 'true'],
    ['StringEquals', USER, 'john', 'jane', 'false'],
    ['StringEquals', USER, 'john', undefined, 'unknown'],
    ['StringEquals', USER, 'john', null, 'false'],
    ['StringNotEquals', USER, 'john', null, 'true'],
    ['StringEquals', variable("aws:username, 'nobody'"), 'nobody', null, 'true'],
    ['StringEquals', variable("aws:username, 'nobody'"), 'john', 'john', 'true'],
    ['StringEquals', variable("aws:username, 'nobody'"), 'nobody', undefined, 'unknown'],
    ['StringLike', `home/${USER}/*`, 'home/john/a', 'john', 'true'],
    ['StringLike', `home/${USER}/*`, 'away/john/a', undefined, 'false'],
    ['StringLike', `home/${USER}/*`, 'home/john/a', undefined, 'unknown'],
    ['StringLike', USER, 'anyone', '*', 'false'],
    ['StringLike', `a${variable('*')}`, 'a*', undefined, 'true'],
    ['StringLike', `a${variable('*')}`, 'ab', undefined, 'false'],
    ['StringEquals', variable('?') + variable('$'), '?$', undefined, 'true'],
    ['ArnLike', `arn:aws:iam::1:user/${USER}`, 'arn:aws:iam::1:user/john', 'john', 'true'],
    ['ArnLike', `arn:aws:iam::1:user/${USER}`, 'arn:aws:iam::1:user/john', undefined, 'unknown'],
    ['NumericLessThan', USER, '5', '6', 'true'],
    ['NumericLessThan', USER, '5', undefined, 'unknown'],
  ])('%s %s of %j where the name is %j is %s', (operator, wanted, given, name, answer) => {
    expect(holds(operator, wanted, given, { 'aws:username': name })).toBe(answer)
  })

  it('takes a variable for plain text before policy version 2012-10-17', () => {
    const condition = { operator: 'StringEquals', key: 'k', values: [USER] }
    const context = contextOf({ k: 'john', 'aws:username': 'john' })
    expect(evaluateConditions([condition], context, false)).toBe('false')
  })

  it('finds tag keys in any case', () => {
    const context = contextOf({ 'aws:PrincipalTag/Team': 'blue' })
    const condition = { operator: 'StringEquals', key: 'AWS:principaltag/team', values: ['blue'] }
    expect(evaluateConditions([condition], context)).toBe('true')
  })

  it('needs all conditions: one that fails decides, whatever is unknown', () => {
    const condition = (key: string) => ({ operator: 'StringEquals', key, values: ['a'] })
    const context = contextOf({ yes: 'a', no: 'b' })
    expect(evaluateConditions([condition('yes'), condition('?')], context)).toBe('unknown')
    expect(evaluateConditions([condition('?'), condition('no')], context)).toBe('false')
    expect(evaluateConditions([], context)).toBe('true')
  })

  it('never throws, and learning a value never turns a settled answer', () => {
    const operator = fc.oneof(fc.constantFrom(...ROWS.map(([name]) => name)), fc.string())
    const values = fc.array(fc.oneof(fc.string(), fc.constantFrom(USER, 'a*', '10.0.0.0/8')))
    const given = fc.option(fc.array(fc.string(), { maxLength: 3 }))
    fc.assert(
      fc.property(operator, values, given, given, (name, wanted, k, username) => {
        const conditions = [{ operator: name, key: 'k', values: wanted }]
        const partly = evaluateConditions(conditions, contextOf({ k }))
        const fully = evaluateConditions(conditions, contextOf({ k, 'aws:username': username }))
        if (partly !== 'unknown') expect(fully).toBe(partly)
      }),
    )
  })
})

it('reads text that only begins like a variable in no more time than its length', () => {
  const beganMs = performance.now()
  for (const filling of [' ', '$', 'a ', "a, ' ", '\u0024{a '])
    expect(holds('StringLike', `\${${filling.repeat(6000 / filling.length)}`, 'k')).toBe('false')
  expect(performance.now() - beganMs).toBeLessThan(1000)
})
