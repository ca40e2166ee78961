import { describe, expect, it } from 'vitest'
import { allowedResources } from './may-perform.ts'
import { allow, deny, principalOf, type Statement } from './role-for-test.ts'

const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
const FUNCTIONS = 'arn:aws:lambda:*:111122223333:function:*'
const ONE = 'arn:aws:lambda:eu-west-1:111122223333:function:one'

describe('allowedResources', () => {
  it.each<[string, Statement[], Parameters<typeof principalOf>[1], string | null]>([
    ['no Allow', [], {}, null],
    ['an Allow', [allow('lambda:Update*', FUNCTIONS)], {}, FUNCTIONS],
    ['an Allow of another action', [allow('lambda:Get*', FUNCTIONS)], {}, null],
    ['a Deny of everything', [allow('lambda:*'), deny('lambda:UpdateFunctionCode')], {}, null],
    ['a Deny of the same resources', [allow('lambda:*', ONE), deny('*', FUNCTIONS)], {}, null],
    ['a Deny of some resources', [allow('lambda:*'), deny('*', ONE)], {}, '* conditional'],
    [
      'a Deny outside some regions, which takes nothing inside them',
      [
        allow('lambda:*'),
        deny('*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } }),
      ],
      {},
      '*',
    ],
    [
      'a Deny of what goes unencrypted',
      [allow('lambda:*'), deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      {},
      '*',
    ],
    [
      'a Deny inside a region',
      [
        allow('lambda:*'),
        deny('*', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
      ],
      {},
      '* conditional',
    ],
    ['a condition', [allow('lambda:*', ONE, MFA)], {}, `${ONE} conditional`],
    ['a condition on a part', [allow('lambda:*', ONE), allow('*', '*', MFA)], {}, `${ONE} *`],
    ['a boundary', [allow('*')], { boundary: [allow('lambda:*', ONE)] }, ONE],
    ['a boundary without it', [allow('*')], { boundary: [allow('s3:*')] }, null],
    ['a level of SCPs without it', [allow('*')], { scps: [[allow('*')], [allow('s3:*')]] }, null],
  ])('with %s', (_, own, around, expected) => {
    const found = allowedResources(principalOf(own, around), 'lambda:UpdateFunctionCode')
    expect(found && [...found.resources, ...(found.conditional ? ['conditional'] : [])].join(' ')).toBe(
      expected,
    )
  })

  it('quotes the statements', () => {
    const found = allowedResources(
      principalOf([allow('lambda:*', ONE, { Sid: 'Own' })]),
      'LAMBDA:invokefunction',
    )
    expect(found?.statements).toMatchObject([{ sid: 'Own', kind: 'inline', policy: 'own' }])
  })
})
