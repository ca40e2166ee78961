import { describe, expect, it } from 'vitest'
import { policyDiff } from './policy-diff.ts'

const text = (...statements: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const lines = (before: string, after: string) =>
  policyDiff(before, after).map(
    ({ line, kind }) => `${{ same: '  ', removed: '- ', added: '+ ' }[kind]}${line}`,
  )

describe('policyDiff', () => {
  it('has one action a line, removed before added, in the order of actions', () => {
    const before = text({ Effect: 'Allow', Action: ['s3:*', 'dynamodb:GetItem'], Resource: '*' })
    const after = text({
      Effect: 'Allow',
      Action: ['s3:GetObject', 'dynamodb:GetItem'],
      Resource: ['b', 'a'],
    })
    expect(lines(before, after)).toEqual([
      '- Allow dynamodb:GetItem on *',
      '+ Allow dynamodb:GetItem on a, b',
      '- Allow s3:* on *',
      '+ Allow s3:GetObject on a, b',
    ])
  })

  it.each([
    [
      'order and Sids',
      [{ Sid: 'A', Effect: 'Allow', Action: ['a:X', 'a:Y'], Resource: ['2', '1'] }],
      [{ Effect: 'Allow', Action: ['a:Y', 'a:X'], Resource: ['1', '2'] }],
    ],
    [
      'single values for lists',
      [{ Effect: 'Allow', Action: 'a:X', Resource: '*' }],
      [{ Effect: 'Allow', Action: ['a:X'], Resource: ['*'] }],
    ],
    [
      'how statements are cut',
      [{ Effect: 'Allow', Action: ['a:X', 'a:Y'], Resource: '*' }],
      [
        { Effect: 'Allow', Action: 'a:X', Resource: '*' },
        { Effect: 'Allow', Action: 'a:Y', Resource: '*' },
      ],
    ],
    [
      'the order of condition values',
      [{ Effect: 'Allow', Action: 'a:X', Resource: '*', Condition: { B: { k: ['1', '2'] } } }],
      [{ Effect: 'Allow', Action: 'a:X', Resource: '*', Condition: { B: { k: ['2', '1'] } } }],
    ],
  ])('does not count %s', (_, before, after) => {
    expect(policyDiff(text(...before), text(...after)).every(({ kind }) => kind === 'same')).toBe(true)
  })

  it('counts conditions, Not elements, principals and effects', () => {
    const before = text({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'x', Principal: { AWS: '1' } })
    const after = text({
      Effect: 'Deny',
      NotAction: 'iam:*',
      NotResource: 'x',
      NotPrincipal: { AWS: '1' },
      Condition: { Bool: { k: true } },
    })
    expect(lines(before, after)).toEqual([
      '- Allow everything but iam:* on everything but x to 1',
      '+ Deny everything but iam:* on everything but x to everyone but 1 if Bool k = true',
    ])
  })

  it('says where a document cannot be read', () => {
    expect(lines('<p>', text({ Effect: 'Allow', Action: 'a:X', Resource: '*' }))).toEqual([
      '+ Allow a:X on *',
      '- (this document cannot be read as a policy)',
    ])
  })

  it('takes stored documents and hostile names as they are', () => {
    const parsed = { Statement: { Effect: 'Allow', Action: '<b>:x', Resource: '\u202e' } }
    expect(policyDiff({ raw: '', parsed }, { raw: '', parsed })).toEqual([
      { line: 'Allow <b>:x on \u202e', kind: 'same' },
    ])
  })
})
