import { describe, expect, test } from 'vitest'
import { denied, failed, known } from '#server/domain/field.ts'
import { reachOf } from '#server/testing/reach-of.ts'
import * as make from '#server/testing/source-records.ts'
import { API_GRANT, policy, when } from '#server/testing/statements.ts'

const route = (values: Parameters<typeof make.makeRoute>[0]) => ({ routes: known([make.makeRoute(values)]) })
const apiPolicy = (...statements: object[]) => ({
  policy: known(
    make.makePolicy(
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
    ['AWS_IAM', route({ authorization: 'AWS_IAM' }), 'account', 'conditional'],
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
