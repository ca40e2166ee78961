import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { denied, failed, known } from '#server/domain/field.ts'
import { type Decision, evaluate } from './evaluate.ts'
import {
  anyRequest as request,
  anyStatement as statement,
  anyStatements as statements,
} from './policies-for-test.ts'
import { parsePolicyDocument } from './policy-document.ts'
import { principalPolicies } from './principal-policies.ts'
import { allow, deny, named, principalOf, roleOf, type Statement } from './role-for-test.ts'

const OBJECT = 'arn:aws:s3:::bucket/key'
const GET = { action: 's3:GetObject', resource: OBJECT }
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
const NO_MFA = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }

type Row = [what: string, own: Statement[], around: Parameters<typeof principalOf>[1], expected: string]

const shown = ({ effect, conditional }: Decision) => (conditional ? `${effect}, conditional` : effect)

describe('evaluate', () => {
  it.each<Row>([
    ['nothing', [], {}, 'implicit deny'],
    ['an Allow', [allow('s3:GetObject', 'arn:aws:s3:::bucket/*')], {}, 'allowed'],
    ['an Allow in another case', [allow('S3:getobject')], {}, 'allowed'],
    ['wildcards in the middle', [allow('s3:G*Obj?ct', 'arn:aws:s3:::b*t/k?y')], {}, 'allowed'],
    ['an Allow of another resource', [allow('s3:*', 'arn:aws:s3:::Bucket/*')], {}, 'implicit deny'],
    ['an Allow and a Deny', [allow('*'), deny('s3:GetObject')], {}, 'explicit deny'],
    ['a Deny of another resource', [allow('*'), deny('s3:*', 'arn:aws:s3:::other/*')], {}, 'allowed'],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], {}, 'allowed'],
    ['NotAction that names it', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], {}, 'implicit deny'],
    ['NotResource', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x/*' }], {}, 'allowed'],
    [
      'NotResource that names it',
      [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::bucket/*' }],
      {},
      'implicit deny',
    ],
    ['an Allow without Resource', [{ Effect: 'Allow', Action: '*' }], {}, 'implicit deny'],
    ['an Allow without Action', [{ Effect: 'Allow', Resource: '*' }], {}, 'implicit deny'],
    ['an Effect in the wrong case', [{ ...allow('*'), Effect: 'allow' }], {}, 'implicit deny'],
    ['an Allow with MFA', [allow('*', '*', MFA)], {}, 'allowed, conditional'],
    ['a Deny without MFA', [allow('*'), deny('*', '*', NO_MFA)], {}, 'allowed, conditional'],
    ['a Deny without MFA and no Allow', [deny('*', '*', NO_MFA)], {}, 'implicit deny'],
    ['an Allow with and one without MFA', [allow('*', '*', MFA), allow('s3:*')], {}, 'allowed'],
    ['a condition block that is none', [allow('*', '*', { Condition: 'x' })], {}, 'allowed, conditional'],
    ['a boundary that allows', [allow('*')], { boundary: [allow('s3:*')] }, 'allowed'],
    ['a boundary that does not', [allow('*')], { boundary: [allow('ec2:*')] }, 'implicit deny'],
    ['a boundary that denies', [allow('*')], { boundary: [allow('*'), deny('s3:*')] }, 'explicit deny'],
    ['a boundary alone', [], { boundary: [allow('*')] }, 'implicit deny'],
    ['two levels that allow', [allow('*')], { scps: [[allow('*')], [allow('s3:*')]] }, 'allowed'],
    ['a level that does not', [allow('*')], { scps: [[allow('*')], [allow('ec2:*')]] }, 'implicit deny'],
    [
      'a level that denies',
      [allow('*')],
      { scps: [[allow('*'), deny('s3:*')], [allow('*')]] },
      'explicit deny',
    ],
    [
      'a level that allows with MFA',
      [allow('*')],
      { scps: [[allow('*', '*', MFA)]] },
      'allowed, conditional',
    ],
    [
      'a Deny for all but this role',
      [allow('*')],
      { scps: [[allow('*'), deny('*', '*', exceptRole('app'))]] },
      'allowed',
    ],
    [
      'a Deny for all but another role',
      [allow('*')],
      { scps: [[allow('*'), deny('*', '*', exceptRole('admin'))]] },
      'explicit deny',
    ],
  ])('with %s', (_, own, around, expected) => {
    expect(shown(evaluate(principalOf(own, around), GET))).toBe(expected)
  })

  function exceptRole(name: string): Statement {
    return { Condition: { ArnNotLike: { 'aws:PrincipalARN': `arn:aws:iam::*:role/${name}` } } }
  }

  it('quotes the statements that decide', () => {
    const principal = principalOf([
      allow('s3:*', '*', { Sid: 'A' }),
      deny('s3:*', '*', { Sid: 'A', ...NO_MFA }),
    ])
    expect(evaluate(principal, GET).by).toMatchObject([
      {
        policy: 'own',
        kind: 'inline',
        sid: 'A',
        index: 0,
        quote: JSON.stringify(allow('s3:*', '*', { Sid: 'A' })),
      },
      { sid: 'A', index: 1 },
    ])
  })

  it('settles a condition once the request tells of it', () => {
    const principal = principalOf([allow('*', '*', MFA), deny('*', '*', NO_MFA)])
    const withMfa = (value: string | null) =>
      evaluate(principal, {
        ...GET,
        context: new Map([['aws:multifactorauthpresent', value === null ? null : [value]]]),
      })
    expect(shown(withMfa('true'))).toBe('allowed')
    expect(shown(withMfa('false'))).toBe('explicit deny')
    expect(shown(withMfa(null))).toBe('explicit deny')
  })

  it('fills in variables of the resource, and says conditional where nobody knows them', () => {
    const home = ['arn:aws:s3:::home/', '{aws:username}/*'].join('$')
    const at = (resource: string, name?: string | null) =>
      shown(
        evaluate(principalOf([allow('s3:*', home)]), {
          action: 's3:GetObject',
          resource,
          context:
            name === undefined ? undefined : new Map([['aws:username', name === null ? null : [name]]]),
        }),
      )
    expect(at('arn:aws:s3:::home/john/a', 'john')).toBe('allowed')
    expect(at('arn:aws:s3:::home/john/a', 'jane')).toBe('implicit deny')
    expect(at('arn:aws:s3:::home/john/a', null)).toBe('implicit deny')
    expect(at('arn:aws:s3:::home/john/a')).toBe('implicit deny')
    const team = ['arn:aws:s3:::home/', '{aws:PrincipalTag/team}/*'].join('$')
    const decision = evaluate(principalOf([allow('s3:*', team)]), {
      ...GET,
      resource: 'arn:aws:s3:::home/blue/a',
    })
    expect(shown(decision)).toBe('allowed, conditional')
  })

  const none = { state: 'none' } as const
  it.each([
    ['an own policy', { inlinePolicies: denied('iam:GetRolePolicy') }, [], 'unknown, conditional'],
    ['an own policy', { attachedPolicies: failed('no') }, [allow('*')], 'allowed, conditional'],
    ['an own policy', { attachedPolicies: failed('no') }, [deny('s3:*')], 'explicit deny'],
    ['the boundary', { permissionsBoundary: failed('no') }, [allow('*')], 'unknown, conditional'],
    ['the boundary', { permissionsBoundary: failed('no') }, [], 'implicit deny'],
    ['a boundary of old', { permissionsBoundary: undefined }, [allow('*')], 'unknown, conditional'],
  ])('with %s unread (%o) and %j is honest', (_, more, own, expected) => {
    const record = roleOf(own, more as Parameters<typeof roleOf>[1])
    expect(shown(evaluate(principalPolicies(record, none), GET))).toBe(expected)
  })

  it('says conditional where the service control policies were not seen', () => {
    const unseen = { state: 'unseen', reason: 'denied' } as const
    expect(shown(evaluate(principalPolicies(roleOf([allow('*')]), unseen), GET))).toBe('allowed, conditional')
    expect(shown(evaluate(principalPolicies(roleOf([]), unseen), GET))).toBe('implicit deny')
  })

  it('names an attached document that is no policy', () => {
    const broken = known([{ name: 'broken', arn: 'arn:x', document: known(parsePolicyDocument('<html>')) }])
    const principal = principalPolicies(roleOf([], { attachedPolicies: broken }), none)
    expect(principal.unseen).toEqual(['managed policy broken: the document is not a policy'])
    expect(evaluate(principal, GET).effect).toBe('unknown')
  })
})

/** From no to a plain yes. */
const RANK: Record<string, number> = {
  'explicit deny': 0,
  'implicit deny': 0,
  'unknown, conditional': 1,
  'allowed, conditional': 2,
  allowed: 3,
}
const rank = (decision: Decision) => RANK[shown(decision)] ?? -1

describe('evaluation of any policies', () => {
  it('lets a Deny win', () => {
    fc.assert(
      fc.property(statements, request, (own, asked) => {
        const decision = evaluate(principalOf([...own, deny(asked.action, '*')]), asked)
        expect(shown(decision)).toBe('explicit deny')
      }),
    )
  })

  it('never takes away for an Allow that is added', () => {
    fc.assert(
      fc.property(statements, statement(fc.constant('Allow')), request, (own, added, asked) => {
        const before = rank(evaluate(principalOf(own), asked))
        expect(rank(evaluate(principalOf([...own, added]), asked))).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('never gives for a Deny that is added', () => {
    fc.assert(
      fc.property(statements, statement(fc.constant('Deny')), request, (own, added, asked) => {
        const before = rank(evaluate(principalOf(own), asked))
        expect(rank(evaluate(principalOf([...own, added]), asked))).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('never gives for a boundary or a level of SCPs', () => {
    fc.assert(
      fc.property(statements, statements, request, (own, around, asked) => {
        const before = rank(evaluate(principalOf(own), asked))
        expect(rank(evaluate(principalOf(own, { boundary: around }), asked))).toBeLessThanOrEqual(before)
        expect(rank(evaluate(principalOf(own, { scps: [around] }), asked))).toBeLessThanOrEqual(before)
      }),
    )
  })

  it('does not depend on which policy a statement is in, nor on their order', () => {
    fc.assert(
      fc.property(statements, request, (own, asked) => {
        const apart = own.map((one, i) => named(`p${i}`, one))
        const record = roleOf([], { attachedPolicies: known(apart.toReversed()) })
        const decision = evaluate(principalPolicies(record, { state: 'none' }), asked)
        expect(shown(decision)).toBe(shown(evaluate(principalOf(own), asked)))
      }),
    )
  })
})
