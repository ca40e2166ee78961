import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { judge } from '#server/testing/judge.ts'
import { makeApi, makePolicy, makeRoute } from '#server/testing/source-records.ts'
import { API_GRANT, anyone, OPEN_URL, policy, THROUGH_URL, url, when } from '#server/testing/statements.ts'
import { internetWithoutAuthentication } from './internet-without-authentication.ts'

const VALUES = policy(API_GRANT)
const withRoute = (authorization: string) => makeApi({ routes: known([makeRoute({ authorization })]) })
const office = makePolicy({
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: '*',
  ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'),
})

describe('internet-without-authentication', () => {
  it.each<[string, string, Parameters<typeof judge>[1], Parameters<typeof judge>[2]]>([
    ['fail', 'an open route', VALUES, [makeApi()]],
    ['pass', 'a route with IAM', VALUES, [withRoute('AWS_IAM')]],
    ['pass', 'a private API', VALUES, [makeApi({ endpointTypes: known(['PRIVATE']) })]],
    ['pass', 'an API for an office', VALUES, [makeApi({ policy: known(office) })]],
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

  it('says unknown where APIs were not collected and the policy would let one in', () => {
    expect(judge(internetWithoutAuthentication, VALUES, [], { without: ['api'] }).state).toBe('unknown')
  })
})
