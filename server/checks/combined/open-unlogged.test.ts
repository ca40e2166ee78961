import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { judge } from '#server/testing/judge.ts'
import { makeLogGroup, makeTrail } from '#server/testing/records/posture-records.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { API_GRANT, OPEN_URL, policy, service, THROUGH_URL, url, when } from '#server/testing/statements.ts'
import { openUnlogged } from './open-unlogged.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const silent = makeTrail({ dataEvents: known([]) })
const written = makeApi({
  stages: known([makeStage({ accessLogArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api' })]),
})

const GATE = policy(
  service(
    'apigateway',
    when('ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:eu-west-1:111122223333:api1/authorizers/a1'),
  ),
)
const guarded = makeApi({
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

describe('open-unlogged', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'an open URL and no data events', OPEN, [makeLogGroup(), silent]],
    ['fail', 'an open route without access log', policy(API_GRANT), [makeLogGroup(), silent, makeApi()]],
    ['pass', 'an open URL and data events', OPEN, [makeLogGroup(), makeTrail()]],
    ['pass', 'an open route with an access log', policy(API_GRANT), [makeLogGroup(), silent, written]],
    ['not applicable', 'a closed function', {}, [silent]],
    ['not applicable', 'an authorizer', GATE, [makeLogGroup(), silent, guarded]],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openUnlogged, values, others).state).toBe(state)
  })

  it('is high at a URL, and medium behind an API', () => {
    expect(judge(openUnlogged, OPEN, [makeLogGroup(), silent])).toMatchObject({ severity: 'high' })
    const behind = judge(openUnlogged, policy(API_GRANT), [makeLogGroup(), silent, makeApi()])
    expect(behind).toMatchObject({ severity: 'medium' })
  })

  it('says unknown where trails were not collected', () => {
    expect(judge(openUnlogged, OPEN, [makeLogGroup()], { without: ['trail'] }).state).toBe('unknown')
  })

  it('says fail of an open function whose logs nobody keeps', () => {
    const activity = new Map([
      [
        'arn:aws:lambda:eu-west-1:111122223333:function:orders-api',
        {
          daysSeen: 30,
          invocations30d: 9,
          invocations7d: 9,
          errors7d: 0,
          timeouts7d: 0,
          throttles7d: 0,
          lastInvokedAt: null,
        },
      ],
    ])
    const verdict = judge(openUnlogged, OPEN, [makeTrail()], { activity })
    expect(verdict).toMatchObject({
      state: 'fail',
      severity: 'high',
      summary: expect.stringContaining('logs'),
    })
  })
})
