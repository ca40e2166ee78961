import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { functionRecord, URL_OF } from '#server/testing/records/function-record.ts'
import { functionUrlPublic } from './function-url-public.ts'

const AROUND = estateOf([])
const EVERYONE = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }
const policy = (...statements: object[]): PolicyDocument =>
  parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
const urlOf = (authType: string, qualifier?: string) => ({ url: URL_OF('x'), authType, qualifier })
const withCondition = (operator: string, key: string, value: string) => ({
  ...EVERYONE,
  Condition: { [operator]: { [key]: value } },
})
const verdictOf = (changes: Partial<FunctionRecord>) =>
  functionUrlPublic.evaluate(functionRecord('shop', changes), AROUND)
const withPolicy = (...statements: object[]) =>
  verdictOf({ urls: known([urlOf('NONE')]), policy: known(policy(...statements)) })

describe('function-url-public', () => {
  it.each<[string, string, object]>([
    ['fail', 'a statement for everyone', EVERYONE],
    ['fail', 'a principal of AWS *', { ...EVERYONE, Principal: { AWS: '*' } }],
    ['fail', 'all actions of Lambda', { ...EVERYONE, Action: ['lambda:*'] }],
    ['fail', 'a pattern of actions', { ...EVERYONE, Action: 'lambda:Invoke*' }],
    ['fail', 'every action but another', { ...EVERYONE, Action: undefined, NotAction: 's3:*' }],
    ['fail', 'the console’s condition', withCondition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE')],
    ['fail', 'calls by way of a URL', withCondition('Bool', 'lambda:InvokedViaFunctionUrl', 'true')],
    ['fail', 'any source address', withCondition('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
    ['pass', 'IAM URLs only', withCondition('StringEquals', 'lambda:FunctionUrlAuthType', 'AWS_IAM')],
    ['pass', 'not for NONE', withCondition('StringNotEquals', 'lambda:FunctionUrlAuthType', 'NONE')],
    ['pass', 'no calls by way of a URL', withCondition('Bool', 'lambda:InvokedViaFunctionUrl', 'false')],
    ['pass', 'direct invocation only', { ...EVERYONE, Action: 'lambda:InvokeFunction' }],
    ['pass', 'one account', { ...EVERYONE, Principal: { AWS: '999988887777' } }],
    ['pass', 'one organisation', withCondition('StringEquals', 'aws:PrincipalOrgID', 'o-abc')],
    ['pass', 'a service', { ...EVERYONE, Principal: { Service: 'events.amazonaws.com' } }],
    ['pass', 'a statement that denies', { ...EVERYONE, Effect: 'Deny' }],
    [
      'pass',
      'every action but this',
      { ...EVERYONE, Action: undefined, NotAction: 'lambda:InvokeFunctionUrl' },
    ],
  ])('says %s for AuthType NONE and a policy of %s', (state, _what, statement) => {
    expect(withPolicy(statement).state).toBe(state)
  })

  it('passes where a Deny for everyone stands against the Allow', () => {
    expect(withPolicy(EVERYONE, { ...EVERYONE, Effect: 'Deny' }).state).toBe('pass')
  })

  it('passes where a Deny leaves one network alone', () => {
    const outside = { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }
    expect(withPolicy(EVERYONE, { ...EVERYONE, Effect: 'Deny', Condition: outside }).state).toBe('pass')
  })

  it('says of a new URL with one of the two statements what is missing', () => {
    const urls = known([{ ...urlOf('NONE'), createdAt: '2026-01-01T00:00:00Z' }])
    const verdict = verdictOf({ urls, policy: known(policy(EVERYONE)) })
    expect(verdict).toMatchObject({ state: 'fail', summary: expect.stringContaining('second statement') })
    const both = { ...EVERYONE, Action: 'lambda:Invoke*' }
    expect(verdictOf({ urls, policy: known(policy(both)) })).toMatchObject({
      summary: expect.stringContaining('Anyone on the internet can invoke it'),
    })
  })

  itKeepsOrder(['lambda:InvokeFunctionUrl'], (statements) => withPolicy(...statements).state)

  it.each<[string, string, Partial<FunctionRecord>]>([
    ['not applicable', 'no URL', { urls: absent() }],
    ['pass', 'IAM authentication', { urls: known([urlOf('AWS_IAM')]), policy: known(policy(EVERYONE)) }],
    ['pass', 'AuthType NONE without any policy', { urls: known([urlOf('NONE')]) }],
    [
      'fail',
      'one open URL among others',
      { urls: known([urlOf('AWS_IAM'), urlOf('NONE')]), policy: known(policy(EVERYONE)) },
    ],
    [
      'fail',
      'an alias that its own policy opens',
      { urls: known([urlOf('NONE', 'live')]), qualifiedPolicies: known({ live: policy(EVERYONE) }) },
    ],
    [
      'pass',
      'an alias, while the policy that opens belongs to $LATEST',
      { urls: known([urlOf('NONE', 'live')]), policy: known(policy(EVERYONE)) },
    ],
    [
      'pass',
      '$LATEST, while the policy that opens belongs to an alias',
      { urls: known([urlOf('NONE')]), qualifiedPolicies: known({ live: policy(EVERYONE) }) },
    ],
    ['unknown', 'an AuthType of tomorrow', { urls: known([urlOf('PASSKEY')]) }],
    ['unknown', 'URLs that were denied', { urls: denied('lambda:ListFunctionUrlConfigs') }],
    ['unknown', 'URLs that failed', { urls: failed('Timeout') }],
    [
      'unknown',
      'a policy that was denied',
      { urls: known([urlOf('NONE')]), policy: denied('lambda:GetPolicy') },
    ],
    [
      'unknown',
      'a policy that is no JSON',
      { urls: known([urlOf('NONE')]), policy: known(parsePolicyDocument('{')) },
    ],
  ])('says %s of %s', (state, _what, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('fails for what it sees, though another policy could not be read', () => {
    const urls = known([urlOf('NONE', 'live'), urlOf('NONE')])
    const seen = verdictOf({
      urls,
      policy: known(policy(EVERYONE)),
      qualifiedPolicies: denied('lambda:GetPolicy'),
    })
    expect(seen).toMatchObject({ state: 'fail', severity: 'high' })
  })

  it('names what keeps it from knowing', () => {
    const urls = known([urlOf('NONE', 'live')])
    const verdict = verdictOf({
      urls,
      policy: known(policy()),
      qualifiedPolicies: denied('lambda:GetPolicy'),
    })
    expect(verdict).toEqual({
      state: 'unknown',
      reason: 'The URL needs no authentication, but lambda:GetPolicy was denied.',
    })
  })
})
