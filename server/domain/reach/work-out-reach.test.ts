import { describe, expect, test } from 'vitest'
import { denied, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'
import {
  API_GRANT,
  anyone,
  OPEN_URL,
  policy,
  service,
  THROUGH_URL,
  url,
  when,
} from '#server/testing/statements.ts'
import type { ReachInput } from './reach-input.ts'

describe('the level that other sources give', () => {
  const elb = policy(service('elasticloadbalancing', when('ArnLike', 'aws:SourceArn', make.TARGET_GROUP)))
  const authenticates = known([
    {
      arn: 'l',
      port: 443,
      protocol: 'HTTPS',
      rules: [{ priority: '1', conditions: [], targetGroupArns: [make.TARGET_GROUP], authenticates: true }],
    },
  ])
  const cognito = policy(service('cognito-idp', when('ArnLike', 'aws:SourceArn', make.makeUserPool().arn)))
  const internal = make.makeLoadBalancer({ scheme: known('internal') })
  const front = make.makeDistribution({
    origins: known([{ id: 'o', domainName: internal.dnsName, path: '', customHeaderNames: [] }]),
    behaviours: known([
      { pathPattern: '*', originId: 'o', allowedMethods: [], restrictsViewers: false, functions: [] },
    ]),
  })
  test.each<[string, Partial<FunctionRecord>, ResourceRecord[], string]>([
    ['a load balancer on the internet', elb, [make.makeLoadBalancer()], 'internet'],
    [
      'a load balancer that signs people in',
      elb,
      [make.makeLoadBalancer({ listeners: authenticates })],
      'internet-authenticated',
    ],
    ['an internal load balancer', elb, [internal], 'account'],
    ['an internal load balancer behind CloudFront', elb, [internal, front], 'internet'],
    ['a load balancer of unseen scheme', elb, [make.makeLoadBalancer({ scheme: denied('x') })], 'unknown'],
    ['a user pool for everybody', cognito, [make.makeUserPool()], 'internet'],
    [
      'a closed user pool',
      cognito,
      [make.makeUserPool({ selfSignUp: known(false) })],
      'internet-authenticated',
    ],
    ['a user pool of unseen settings', cognito, [make.makeUserPool({ selfSignUp: denied('x') })], 'unknown'],
    ['a queue', {}, [makeMapping(), makeEventSource()], 'account'],
    [
      'a queue of another account',
      {},
      [makeMapping({ eventSourceArn: known('arn:aws:sqs:eu-west-1:333333333333:jobs') })],
      'other-accounts',
    ],
    ['a mapping that is off', {}, [makeMapping({ state: known('Disabled') })], 'nobody'],
    ['a queue while concurrency is 0', { reservedConcurrency: known(0) }, [makeMapping()], 'account'],
    ['a schedule', {}, [make.makeSchedule()], 'account'],
  ])('%s', (_, values, records, level) => {
    expect(reachOf(values, records).level).toBe(level)
  })
})

describe('what was not seen', () => {
  const without = (kind: string) =>
    new Set([...make.ALL_COLLECTED].filter((key) => !key.endsWith(`/${kind}`)))
  test.each<[string, Partial<FunctionRecord>, Partial<ReachInput>, string, string]>([
    ['an unseen policy', { policy: denied('lambda:GetPolicy') }, {}, '', 'unknown'],
    ['a policy that is none', { policy: known({ raw: 'x', parsed: undefined }) }, {}, '', 'unknown'],
    ['unseen policies of aliases', { qualifiedPolicies: failed('not read yet') }, {}, '', 'unknown'],
    ['unseen principals', {}, { invokers: null }, '', 'unknown'],
    ['uncollected APIs with a grant for one', policy(API_GRANT), {}, 'api', 'unknown'],
    [
      'uncollected load balancers without a grant',
      policy({ Principal: { AWS: '111122223333' } }),
      {},
      'load-balancer',
      'account',
    ],
    [
      'uncollected APIs that no role could call for',
      policy({ Principal: { AWS: '111122223333' } }),
      {},
      'api',
      'account',
    ],
    [
      'an unseen organisation',
      policy(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))),
      { organization: undefined },
      '',
      'unknown',
    ],
    [
      'what is hidden beside what is open',
      { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL), qualifiedPolicies: denied('x') },
      {},
      '',
      'internet',
    ],
  ])('%s', (_, values, more, kind, level) => {
    expect(reachOf(values, [], more, without(kind)).level).toBe(level)
  })

  test('an open door in doubt, beside one that asks for a name', () => {
    const authorized = make.makeApi({
      routes: known([make.makeRoute({ authorization: 'COGNITO_USER_POOLS' })]),
    })
    const user = 'internet-authenticated'
    expect(reachOf(policy(API_GRANT), [authorized]).level).toBe(user)
    expect(reachOf({ ...policy(API_GRANT), urls: denied('x') }, [authorized]).level).toBe(user)
    const mayBeOpen = policy(API_GRANT, OPEN_URL, THROUGH_URL)
    expect(reachOf({ ...mayBeOpen, urls: denied('x') }, [authorized]).level).toBe('unknown')
    expect(reachOf(policy(anyone()), [], {}, without('distribution')).level).toBe(user)
  })

  test('principals of the account are one answer', () => {
    const invokers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      arn: name,
      name,
      conditional: true,
      quote: '{}',
    }))
    const { level, answers } = reachOf({}, [], { invokers })
    expect(level).toBe('account')
    expect(answers[0]).toMatchObject({
      via: 'identity',
      certainty: 'conditional',
      who: 'a, b, c, d, e and 1 more principals of the account',
    })
    const outlaws = { Effect: 'Deny', Principal: '*', Action: 'lambda:*' }
    expect(reachOf(policy(outlaws), [], { invokers }).level).toBe('nobody')
    const but = (arn: string) => when('ArnNotLike', 'aws:PrincipalArn', arn)
    expect(reachOf(policy({ ...outlaws, ...but('a') }), [], { invokers }).level).toBe('account')
  })
})
