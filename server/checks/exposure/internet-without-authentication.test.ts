import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judge, judgeRecord } from '#server/testing/judge.ts'
import {
  FUNCTION_ARN,
  makeApi,
  makeDistribution,
  makePolicy,
  makeRoute,
} from '#server/testing/source-records.ts'
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
import { internetWithoutAuthentication } from './internet-without-authentication.ts'

const VALUES = policy(API_GRANT)
const withRoute = (authorization: string) => makeApi({ routes: known([makeRoute({ authorization })]) })
const office = makePolicy({
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: '*',
  ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'),
})

const preflight = makeApi({
  routes: known([makeRoute({ authorization: 'AWS_IAM' }), makeRoute({ method: 'OPTIONS' })]),
})
const AUTHORIZER_GRANT = service(
  'apigateway',
  when('ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:eu-west-1:111122223333:api1/authorizers/a1'),
)
const behind = makeApi({
  authorizers: known([
    {
      id: 'a1',
      name: 'gate',
      type: 'TOKEN',
      functionArn: FUNCTION_ARN,
      userPoolArns: [],
      audiences: [],
      identitySources: [],
    },
  ]),
  routes: known([
    makeRoute({
      authorization: 'CUSTOM',
      authorizerId: 'a1',
      integration: { type: 'AWS_PROXY', functionArn: `${FUNCTION_ARN}-2`, invocation: 'synchronous' },
    }),
  ]),
})

describe('internet-without-authentication', () => {
  it.each<[string, string, Parameters<typeof judge>[1], Parameters<typeof judge>[2]]>([
    ['fail', 'an open route', VALUES, [makeApi()]],
    ['pass', 'a route with IAM', VALUES, [withRoute('AWS_IAM')]],
    ['pass', 'a private API', VALUES, [makeApi({ endpointTypes: known(['PRIVATE']) })]],
    ['pass', 'an API for an office', VALUES, [makeApi({ policy: known(office) })]],
    ['pass', 'a preflight route beside one with IAM', VALUES, [preflight]],
    ['not applicable', 'an authorizer', policy(AUTHORIZER_GRANT), [behind]],
    ['pass', 'no way in at all', {}, []],
    [
      'not applicable',
      'an open URL, which another check tells',
      { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) },
      [],
    ],
    ['pass', 'everyone with an account, which another check tells', policy(anyone()), []],
    [
      'unknown',
      'an open route and a policy that was denied',
      { policy: denied('lambda:GetPolicy') },
      [makeApi()],
    ],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(internetWithoutAuthentication, values, others).state).toBe(state)
  })

  it('says pass of one that is tagged as meant for everyone, by the tag that the organisation uses', () => {
    const tagged = { ...VALUES, tags: known({ exposure: 'true' }) }
    expect(judge(internetWithoutAuthentication, tagged, [makeApi()]).state).toBe('fail')
    const parameters = { intendedPublicTag: 'exposure' }
    expect(judge(internetWithoutAuthentication, tagged, [makeApi()], { parameters }).state).toBe('pass')
  })

  it('names the API, and is high where the owners call the function critical', () => {
    const verdict = judge(internetWithoutAuthentication, { ...VALUES, tags: known({ tier: 'critical' }) }, [
      makeApi(),
    ])
    expect(verdict).toMatchObject({ severity: 'high', summary: expect.stringContaining('shop') })
  })

  it('leaves functions that a distribution runs to the distribution', () => {
    const record = makeFunctionRecord({ region: 'us-east-1', name: 'headers' })
    const functions = [{ eventType: 'viewer-request', arn: `${record.arn}:3`, includesBody: false }]
    const behaviour = {
      pathPattern: '*',
      originId: 'o',
      allowedMethods: [],
      restrictsViewers: false,
      functions,
    }
    const distribution = makeDistribution({ behaviours: known([behaviour]) })
    expect(judgeRecord(internetWithoutAuthentication, record, [distribution]).state).toBe('not applicable')
  })

  it('says unknown where APIs were not collected and the policy would let one in', () => {
    expect(judge(internetWithoutAuthentication, VALUES, [], { without: ['api'] }).state).toBe('unknown')
  })
})
