import { describe, expect, it } from 'vitest'
import { evaluateResourcePolicy, type RequestPrincipal } from './evaluate.ts'
import { allow, compiled, type Statement } from './role-for-test.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:f'
const ROLE = 'arn:aws:iam::111122223333:role/path/app'
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/session'
const USER = 'arn:aws:iam::111122223333:user/ann'

const aws = (value: string): RequestPrincipal => ({ type: 'AWS', value })
const service = (value: string): RequestPrincipal => ({ type: 'Service', value })
const ANYONE: RequestPrincipal = { type: '*', value: '*' }

function ask(statements: Statement[], principal: RequestPrincipal, context?: Record<string, string>) {
  const { effect, conditional } = evaluateResourcePolicy(compiled(statements), {
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    principal,
    context: context && new Map(Object.entries(context).map(([key, value]) => [key, [value]])),
  })
  return conditional ? `${effect}, conditional` : effect
}

const to = (Principal: unknown, more: Statement = {}) =>
  allow('lambda:InvokeFunction', FUNCTION, { Principal, ...more })
const butTo = (Effect: string, NotPrincipal: unknown) => ({
  Effect,
  NotPrincipal,
  Action: 'lambda:*',
  Resource: '*',
})

describe('evaluateResourcePolicy', () => {
  it.each<[unknown, RequestPrincipal, string]>([
    ['*', ANYONE, 'allowed'],
    ['*', aws(USER), 'allowed'],
    ['*', service('s3.amazonaws.com'), 'allowed'],
    [{ AWS: '*' }, ANYONE, 'allowed'],
    [{ AWS: ['*'] }, aws('999999999999'), 'allowed'],
    [{ Service: '*' }, aws(USER), 'implicit deny'],
    [{ AWS: '111122223333' }, aws(USER), 'allowed'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, aws(ROLE), 'allowed'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, aws(SESSION), 'allowed'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, aws('111122223333'), 'allowed'],
    [{ AWS: 'arn:aws-cn:iam::111122223333:root' }, aws('111122223333'), 'allowed'],
    ['arn:aws:iam::111122223333:root', aws('111122223333'), 'allowed'],
    [{ AWS: '111122223333' }, aws('999999999999'), 'implicit deny'],
    [{ AWS: '111122223333' }, ANYONE, 'implicit deny'],
    [{ AWS: '111122223333' }, service('s3.amazonaws.com'), 'implicit deny'],
    [{ AWS: ROLE }, aws(ROLE), 'allowed'],
    [{ AWS: ROLE }, aws(SESSION), 'allowed'],
    [{ AWS: SESSION }, aws(ROLE), 'allowed, conditional'],
    [{ AWS: ROLE }, aws('111122223333'), 'allowed, conditional'],
    [{ AWS: ROLE }, aws('999999999999'), 'implicit deny'],
    [{ AWS: ROLE }, aws(USER), 'implicit deny'],
    [{ AWS: 'arn:aws:iam::111122223333:role/*' }, aws(ROLE), 'implicit deny'],
    [{ AWS: 'AROAEXAMPLE' }, aws(ROLE), 'implicit deny'],
    [{ Service: ['sns.amazonaws.com', 's3.amazonaws.com'] }, service('s3.amazonaws.com'), 'allowed'],
    [{ Service: 's3.amazonaws.com' }, ANYONE, 'implicit deny'],
    [{ Federated: 'accounts.google.com' }, { type: 'Federated', value: 'accounts.google.com' }, 'allowed'],
    [{ CanonicalUser: 'abc' }, { type: 'CanonicalUser', value: 'abd' }, 'implicit deny'],
    [undefined, aws(ROLE), 'implicit deny'],
  ])('with Principal %j of %o is %s', (principal, asking, expected) => {
    expect(ask([to(principal)], asking)).toBe(expected)
  })

  it.each<[string, Statement[], RequestPrincipal, string]>([
    ['everyone but one', [butTo('Allow', { AWS: '111122223333' })], ANYONE, 'allowed'],
    ['everyone but the one who asks', [butTo('Allow', { AWS: '111122223333' })], aws(USER), 'implicit deny'],
    ['a Deny of all but one', [to('*'), butTo('Deny', { AWS: ROLE })], aws(USER), 'explicit deny'],
    ['a Deny of all but the one who asks', [to('*'), butTo('Deny', { AWS: ROLE })], aws(ROLE), 'allowed'],
    [
      'a Deny of all but some of it',
      [to('*'), butTo('Deny', { AWS: ROLE })],
      aws('111122223333'),
      'allowed, conditional',
    ],
    ['another action', [{ ...to('*'), Action: 'lambda:GetFunction' }], ANYONE, 'implicit deny'],
    ['another resource', [{ ...to('*'), Resource: `${FUNCTION}:live` }], ANYONE, 'implicit deny'],
    ['no Resource, as in a trust policy', [{ ...to('*'), Resource: undefined }], ANYONE, 'allowed'],
  ])('with %s', (_, statements, asking, expected) => {
    expect(ask(statements, asking)).toBe(expected)
  })

  it('binds a service to its source', () => {
    const statement = to(
      { Service: 's3.amazonaws.com' },
      {
        Condition: {
          ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::bucket' },
          StringEquals: { 'AWS:SourceAccount': '111122223333' },
        },
      },
    )
    const s3 = service('s3.amazonaws.com')
    const from = (arn: string, account: string) => ({ 'aws:sourcearn': arn, 'aws:sourceaccount': account })
    expect(ask([statement], s3)).toBe('allowed, conditional')
    expect(ask([statement], s3, from('arn:aws:s3:::bucket', '111122223333'))).toBe('allowed')
    expect(ask([statement], s3, from('arn:aws:s3:::bucket', '999999999999'))).toBe('implicit deny')
  })
})
