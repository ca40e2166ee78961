import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Exceptable, type ExceptionSelector, matchesException } from './match-exception.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api'
const finding: Exceptable = {
  checkId: 'tracing-off',
  resourceArn: ARN,
  accountId: '111122223333',
  tags: [{ team: 'shop', env: 'dev' }],
}
const NOTHING: ExceptionSelector = { checks: [], resources: [], arnPatterns: [], tags: [], accounts: [] }

describe('an exception', () => {
  it.each<[boolean, string, Partial<ExceptionSelector>]>([
    [true, 'its check', { checks: ['tracing-off'] }],
    [false, 'another check', { checks: ['log-group-missing'] }],
    [true, 'its ARN', { resources: [ARN] }],
    [false, 'the beginning of its ARN', { resources: [ARN.slice(0, -1)] }],
    [true, 'a pattern', { arnPatterns: ['arn:aws:lambda:*:*:function:orders-*'] }],
    [false, 'a pattern of other names', { arnPatterns: ['*:function:billing-*'] }],
    [true, 'a pattern beside another ARN', { resources: ['arn:x'], arnPatterns: ['*orders-api'] }],
    [true, 'a tag with its value', { tags: [{ key: 'env', value: 'dev' }] }],
    [true, 'a tag whatever its value', { tags: [{ key: 'team', value: null }] }],
    [
      true,
      'one of two tags',
      {
        tags: [
          { key: 'gone', value: null },
          { key: 'env', value: 'dev' },
        ],
      },
    ],
    [false, 'a tag with another value', { tags: [{ key: 'env', value: 'prod' }] }],
    [false, 'a name that every object has', { tags: [{ key: 'constructor', value: null }] }],
    [true, 'its account', { accounts: ['111122223333'] }],
    [false, 'its check in another account', { checks: ['tracing-off'], accounts: ['999988887777'] }],
  ])('says %s for %s', (covers, _what, selector) => {
    expect(matchesException({ ...NOTHING, ...selector }, finding)).toBe(covers)
  })

  it('never covers more with one part more', () => {
    const word = fc.constantFrom('tracing-off', 'x', ARN, '*', '111122223333', 'env')
    const selector = fc.record({
      checks: fc.array(word, { maxLength: 2 }),
      resources: fc.array(word, { maxLength: 2 }),
      arnPatterns: fc.constant([]),
      tags: fc.array(fc.record({ key: word, value: fc.constant(null) }), { maxLength: 2 }),
      accounts: fc.array(word, { maxLength: 2 }),
    })
    fc.assert(
      fc.property(selector, fc.constantFrom('checks', 'resources', 'tags', 'accounts'), (whole, part) => {
        const without = { ...whole, [part]: [] }
        if (matchesException(whole, finding)) expect(matchesException(without, finding)).toBe(true)
      }),
    )
  })
})
