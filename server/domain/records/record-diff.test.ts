import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import { recordDiff } from './record-diff.ts'

const policy = (...statements: object[]) => ({
  raw: JSON.stringify(statements),
  parsed: { Statement: statements },
})

describe('what changed between two versions', () => {
  test.each([
    [
      'a value',
      { memoryMb: known(128) },
      { memoryMb: known(256) },
      [{ path: 'memoryMb', before: '128', after: '256' }],
    ],
    ['a value that came', { a: absent() }, { a: known('x') }, [{ path: 'a', before: null, after: 'x' }]],
    [
      'a value that can no longer be seen',
      { a: known('x') },
      { a: denied('lambda:GetPolicy') },
      [{ path: 'a', before: 'x', after: 'not seen: lambda:GetPolicy is denied' }],
    ],
    [
      'a read that failed',
      { a: known(1) },
      { a: failed('timed out') },
      [{ path: 'a', before: '1', after: 'not seen: timed out' }],
    ],
    ['the order of a list of texts', { a: known(['x', 'y']) }, { a: known(['y', 'x']) }, []],
    [
      'one tag',
      { tags: known({ env: 'dev', a: '1' }) },
      { tags: known({ env: 'prod', a: '1' }) },
      [{ path: 'tags.env', before: 'dev', after: 'prod' }],
    ],
    [
      'an item known by its name',
      { aliases: known([{ name: 'live', functionVersion: '1' }]) },
      {
        aliases: known([
          { name: 'old', functionVersion: '1' },
          { name: 'live', functionVersion: '2' },
        ]),
      },
      [
        { path: 'aliases[live].functionVersion', before: '1', after: '2' },
        { path: 'aliases[old].functionVersion', before: null, after: '1' },
        { path: 'aliases[old].name', before: null, after: 'old' },
      ],
    ],
    [
      'a statement',
      { policy: known(policy({ Sid: 'a', Effect: 'Allow' })) },
      { policy: known(policy({ Sid: 'a', Effect: 'Deny' })) },
      [{ path: 'policy.statement[a].Effect', before: 'Allow', after: 'Deny' }],
    ],
    [
      'one of two statements with the same Sid',
      { policy: known(policy({ Sid: 'a', Effect: 'Allow' }, { Sid: 'a', Effect: 'Allow' })) },
      { policy: known(policy({ Sid: 'a', Effect: 'Deny' }, { Sid: 'a', Effect: 'Allow' })) },
      [{ path: 'policy.statement[a].Effect', before: 'Allow', after: 'Deny' }],
    ],
    [
      'a statement without a Sid that is taken away',
      { policy: known(policy({ Effect: 'Allow', Action: 's3:*' }, { Effect: 'Deny', Action: 'iam:*' })) },
      { policy: known(policy({ Effect: 'Deny', Action: ['iam:*'] })) },
      [
        { path: 'policy.statement[Allow s3:*].Action', before: 's3:*', after: null },
        { path: 'policy.statement[Allow s3:*].Effect', before: 'Allow', after: null },
      ],
    ],
    [
      'a route of an API',
      { routes: known([{ key: 'GET /a', authorization: 'AWS_IAM' }, { key: 'GET /b' }]) },
      { routes: known([{ key: 'GET /b' }, { key: 'GET /a', authorization: 'NONE' }]) },
      [{ path: 'routes[GET /a].authorization', before: 'AWS_IAM', after: 'NONE' }],
    ],
    [
      'a policy that is not JSON',
      { policy: known({ raw: 'x', parsed: undefined }) },
      { policy: known({ raw: 'y', parsed: undefined }) },
      [{ path: 'policy', before: 'x', after: 'y' }],
    ],
    ['a revision alone', { revisionId: known('1') }, { revisionId: known('2') }, []],
  ])('%s', (_, before, after, changes) => {
    expect(recordDiff(before, after)).toEqual(changes)
  })

  test('is nothing for the same record, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(recordDiff(record, structuredClone(record))).toEqual([])
      }),
    )
  })
})
