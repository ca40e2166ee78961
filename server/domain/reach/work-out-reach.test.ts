import { describe, expect, test } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'
import type { ReachInput } from './reach-input.ts'

const { makePolicy } = make

const policy = (...statements: object[]) => ({ policy: known(makePolicy(...statements)) })
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
})
const anyone = (condition: object = {}) => ({ Principal: '*', ...condition })
const service = (name: string, condition: object = {}) => ({
  Principal: { Service: `${name}.amazonaws.com` },
  ...condition,
})

describe('the level that a resource policy gives', () => {
  test.each<[string, Partial<FunctionRecord>, string, string?]>([
    ['nothing', {}, 'nobody'],
    ['everyone', policy(anyone()), 'internet-authenticated', 'certain'],
    ['every AWS principal', policy({ Principal: { AWS: '*' } }), 'internet-authenticated', 'certain'],
    [
      'everyone but one',
      policy({ NotPrincipal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone by NotAction',
      policy({ Principal: '*', Action: undefined, NotAction: 'lambda:GetFunction' }),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone from an address',
      policy(anyone(when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))),
      'internet-authenticated',
      'conditional',
    ],
    [
      'everyone in a VPC',
      policy(anyone(when('StringEquals', 'aws:SourceVpc', 'vpc-1'))),
      'account',
      'conditional',
    ],
    [
      'its organisation',
      policy(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))),
      'organization',
      'certain',
    ],
    [
      'another organisation',
      policy(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-other00000'))),
      'other-accounts',
      'certain',
    ],
    [
      'a part of its organisation',
      policy(anyone(when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-own0000000/*'))),
      'organization',
      'conditional',
    ],
    ['another account', policy({ Principal: { AWS: '333333333333' } }), 'other-accounts', 'certain'],
    [
      'another account by condition',
      policy(anyone(when('StringEquals', 'aws:PrincipalAccount', '333333333333'))),
      'other-accounts',
      'certain',
    ],
    [
      'an account of its organisation',
      policy({ Principal: { AWS: 'arn:aws:iam::222222222222:role/app' } }),
      'organization',
      'certain',
    ],
    [
      'a role of its own account',
      policy({ Principal: { AWS: 'arn:aws:iam::111111111111:role/app' } }),
      'account',
      'certain',
    ],
    [
      'any account, unless it is its own',
      policy(anyone(when('StringNotEquals', 'aws:PrincipalAccount', '111111111111'))),
      'internet-authenticated',
      'certain',
    ],
    [
      'a role by its name',
      policy(anyone(when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111111111111:role/app'))),
      'account',
      'certain',
    ],
    [
      'a role of that name in any account',
      policy(anyone(when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app'))),
      'internet-authenticated',
      'certain',
    ],
    [
      'everyone in some VPC',
      policy(anyone(when('Null', 'aws:SourceVpc', 'false'))),
      'internet-authenticated',
      'conditional',
    ],
    [
      'everyone but outside a VPC',
      policy(anyone(), { ...anyone(when('StringNotEquals', 'aws:SourceVpc', 'vpc-1')), Effect: 'Deny' }),
      'account',
      'conditional',
    ],
    [
      'everyone but for one role',
      policy(anyone(), {
        ...anyone(when('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::333333333333:role/app')),
        Effect: 'Deny',
      }),
      'other-accounts',
      'certain',
    ],
    ['another action', policy({ Principal: '*', Action: 'lambda:GetFunction' }), 'nobody'],
    ['everyone, denied', policy(anyone(), { ...anyone(), Effect: 'Deny' }), 'nobody'],
    [
      'everyone, denied outside the organisation',
      policy(anyone(), {
        ...anyone(when('StringNotEquals', 'aws:PrincipalOrgID', 'o-own0000000')),
        Effect: 'Deny',
      }),
      'organization',
      'certain',
    ],
    [
      'everyone, denied but for one account',
      policy(anyone(), { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      'other-accounts',
      'certain',
    ],
    ['S3 for anybody', policy(service('s3')), 'other-accounts', 'certain'],
    [
      'S3 for one account',
      policy(service('s3', when('StringEquals', 'aws:SourceAccount', '111111111111'))),
      'account',
      'certain',
    ],
    [
      'S3 for a bucket of which nobody knows',
      policy(service('s3', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::gone'))),
      'other-accounts',
      'conditional',
    ],
    [
      'SNS for its own topics',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:111111111111:*'))),
      'account',
      'certain',
    ],
    [
      'SNS for topics of any account',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:*:orders'))),
      'other-accounts',
      'certain',
    ],
    [
      'SNS for any topic',
      policy(service('sns', when('ArnLike', 'aws:SourceArn', '*'))),
      'other-accounts',
      'certain',
    ],
    [
      'SNS for its organisation',
      policy(service('sns', when('StringEquals', 'aws:SourceOrgID', 'o-own0000000'))),
      'organization',
      'certain',
    ],
    [
      'an alias open to everyone',
      { qualifiedPolicies: known({ live: makePolicy(anyone()) }) },
      'internet-authenticated',
      'certain',
    ],
  ])('%s', (_, values, level, certainty) => {
    const result = reachOf(values)
    expect(result.level).toBe(level)
    expect(result.answers[0]?.certainty).toBe(certainty)
    if (level !== 'nobody') expect(result.answers[0]?.decidedBy[0]?.quote).toContain('"Effect"')
  })
})

const OPEN_URL = {
  Principal: '*',
  Action: 'lambda:InvokeFunctionUrl',
  ...when('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE'),
}
const THROUGH_URL = anyone(when('Bool', 'lambda:InvokedViaFunctionUrl', 'true'))
const url = (authType: string, createdAt?: string) => ({
  urls: known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType, createdAt }]),
})

describe('the level that a function URL gives', () => {
  test.each<[string, Partial<FunctionRecord>, string, string]>([
    [
      'open with both statements',
      { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) },
      'internet',
      'certain',
    ],
    [
      'open with the first alone',
      { ...url('NONE', '2026-01-01T00:00:00.000Z'), ...policy(OPEN_URL) },
      'internet',
      'conditional',
    ],
    ['open with the second alone', { ...url('NONE'), ...policy(THROUGH_URL) }, 'nobody', 'certain'],
    ['open without a policy', url('NONE'), 'nobody', 'certain'],
    [
      'open with a statement for signed URLs',
      {
        ...url('NONE'),
        ...policy({ ...OPEN_URL, ...when('StringEquals', 'lambda:FunctionUrlAuthType', 'AWS_IAM') }),
      },
      'nobody',
      'certain',
    ],
    [
      'open from an address',
      {
        ...url('NONE'),
        ...policy({ ...OPEN_URL, ...when('IpAddress', 'aws:SourceIp', '203.0.113.7') }, THROUGH_URL),
      },
      'internet',
      'conditional',
    ],
    [
      'open to an organisation',
      {
        ...url('NONE'),
        ...policy(
          { ...OPEN_URL, ...when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000') },
          THROUGH_URL,
        ),
      },
      'nobody',
      'certain',
    ],
    [
      'open with an unseen policy',
      { ...url('NONE'), policy: denied('lambda:GetPolicy') },
      'unknown',
      'unknown',
    ],
    ['signed', url('AWS_IAM'), 'account', 'conditional'],
    [
      'signed, for everyone',
      { ...url('AWS_IAM'), ...policy({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }, THROUGH_URL) },
      'internet-authenticated',
      'certain',
    ],
    [
      'signed, for a partner',
      {
        ...url('AWS_IAM'),
        ...policy({ Principal: { AWS: '333333333333' }, Action: 'lambda:InvokeFunctionUrl' }),
      },
      'other-accounts',
      'conditional',
    ],
  ])('%s', (_, values, level, certainty) => {
    const result = reachOf(values)
    expect(result.level).toBe(level)
    expect(result.answers[0]).toMatchObject({ via: 'url', certainty })
  })

  test('names the statement that is missing', () => {
    const { answers } = reachOf({ ...url('NONE'), ...policy(OPEN_URL) })
    expect(JSON.stringify(answers[0]?.decidedBy)).toContain(
      'no statement allows lambda:InvokeFunction through the URL',
    )
  })
})

const API_GRANT = service(
  'apigateway',
  when('ArnLike', 'AWS:SourceArn', 'arn:aws:execute-api:eu-west-1:111111111111:api1/*'),
)
const route = (values: Parameters<typeof make.makeRoute>[0]) => ({ routes: known([make.makeRoute(values)]) })
const apiPolicy = (...statements: object[]) => ({
  policy: known(
    makePolicy(
      ...statements.map((one) => ({ Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...one })),
    ),
  ),
})

describe('the level that an API gives', () => {
  test.each<[string, Parameters<typeof make.makeApi>[0], string, string?]>([
    ['no authorizer', {}, 'internet', 'certain'],
    ['an API key alone', route({ apiKeyRequired: true }), 'internet', 'certain'],
    [
      'a Lambda authorizer',
      route({ authorization: 'CUSTOM', authorizerId: 'a' }),
      'internet-authenticated',
      'certain',
    ],
    ['a user pool', route({ authorization: 'COGNITO_USER_POOLS' }), 'internet-authenticated', 'certain'],
    ['AWS_IAM', route({ authorization: 'AWS_IAM' }), 'internet-authenticated', 'certain'],
    [
      'AWS_IAM and a policy for a partner',
      { ...route({ authorization: 'AWS_IAM' }), ...apiPolicy({ Principal: { AWS: '333333333333' } }) },
      'other-accounts',
      'certain',
    ],
    ['an authorization of tomorrow', route({ authorization: 'PASSKEY' }), 'unknown'],
    [
      'a private endpoint',
      {
        endpointTypes: known(['PRIVATE']),
        ...apiPolicy({ Principal: '*', ...when('StringEquals', 'aws:SourceVpce', 'vpce-1') }),
      },
      'account',
      'conditional',
    ],
    [
      'a private endpoint for any VPC',
      { endpointTypes: known(['PRIVATE']), ...apiPolicy({ Principal: '*' }) },
      'other-accounts',
      'certain',
    ],
    ['endpoint types that were not seen', { endpointTypes: denied('apigateway:GET') }, 'unknown'],
    ['a policy for everyone', apiPolicy({ Principal: '*' }), 'internet', 'certain'],
    [
      'a policy for some addresses',
      apiPolicy({ Principal: '*', ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24') }),
      'internet',
      'conditional',
    ],
    [
      'a policy that denies other VPCs',
      apiPolicy(
        { Principal: '*' },
        { Effect: 'Deny', Principal: '*', ...when('StringNotEquals', 'aws:SourceVpc', 'vpc-1') },
      ),
      'account',
      'conditional',
    ],
    ['a policy that was not seen', { policy: denied('apigateway:GET') }, 'unknown'],
    ['no deployment', { stages: known([]) }, 'account'],
    ['a closed endpoint', { executeApiDisabled: known(true) }, 'account'],
    ['stages that were not seen', { stages: failed('timed out') }, 'unknown'],
  ])('%s', (_, values, level, certainty) => {
    const result = reachOf(policy(API_GRANT), [make.makeApi(values)])
    expect(result.level).toBe(level)
    const answer = result.answers.find((one) => one.via === 'api')
    if (certainty) expect(answer).toMatchObject({ audience: level, certainty })
  })

  test('a WebSocket asks who calls when it connects, for all its routes', () => {
    const connect = make.makeRoute({
      key: '$connect',
      method: 'ANY',
      path: '$connect',
      authorization: 'CUSTOM',
      authorizerId: 'a',
      integration: undefined,
    })
    const send = make.makeRoute({ key: 'send', method: 'ANY', path: 'send' })
    const api = (...routes: ReturnType<typeof make.makeRoute>[]) =>
      make.makeApi({ protocol: 'WEBSOCKET', routes: known(routes) })
    const { level, answers } = reachOf(policy(API_GRANT), [api(connect, send)])
    expect(level).toBe('internet-authenticated')
    expect(answers[0]?.entry).toBe('wss://api1.execute-api.eu-west-1.amazonaws.com/prod')
    expect(reachOf(policy(API_GRANT), [api(send)]).level).toBe('internet')
  })

  test('a route that the function does not let in reaches nothing', () => {
    expect(reachOf({}, [make.makeApi()]).level).toBe('nobody')
  })

  test('an authorizer is reached by tokens of anybody', () => {
    const authorizers = known([
      {
        id: 'a',
        name: 'tokens',
        type: 'TOKEN',
        functionArn: make.FUNCTION_ARN,
        userPoolArns: [],
        audiences: [],
        identitySources: [],
      },
    ])
    const api = make.makeApi({
      authorizers,
      routes: known([make.makeRoute({ authorization: 'CUSTOM', authorizerId: 'a', integration: undefined })]),
    })
    expect(reachOf(policy(API_GRANT), [api])).toMatchObject({ level: 'internet' })
  })
})

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
    ['a queue', {}, [make.makeMapping(), make.makeEventSource()], 'account'],
    [
      'a queue of another account',
      {},
      [make.makeMapping({ eventSourceArn: known('arn:aws:sqs:eu-west-1:333333333333:jobs') })],
      'other-accounts',
    ],
    ['a mapping that is off', {}, [make.makeMapping({ state: known('Disabled') })], 'nobody'],
    ['a queue while concurrency is 0', { reservedConcurrency: known(0) }, [make.makeMapping()], 'account'],
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
      policy({ Principal: { AWS: '111111111111' } }),
      {},
      'load-balancer',
      'account',
    ],
    [
      'uncollected APIs that no role could call for',
      policy({ Principal: { AWS: '111111111111' } }),
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
  })
})

test('CORS in words', () => {
  const cors = {
    allowOrigins: ['*'],
    allowMethods: ['GET'],
    allowHeaders: [],
    exposeHeaders: [],
    allowCredentials: true,
  }
  const { cors: words } = reachOf({ urls: known([{ url: 'https://x/', authType: 'AWS_IAM', cors }]) })
  expect(words).toBe('https://x/: pages of any origin may send GET, with credentials')
  expect(reachOf({ urls: absent() }).cors).toBeNull()
})
