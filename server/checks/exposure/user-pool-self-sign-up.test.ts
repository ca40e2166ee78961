import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeUserPool } from '#server/testing/source-records.ts'
import { userPoolSelfSignUp } from './user-pool-self-sign-up.ts'

const pool = makeUserPool({ triggers: absent() })
const api = makeApi({
  authorizers: known([
    {
      id: 'a1',
      name: 'people',
      type: 'COGNITO_USER_POOLS',
      userPoolArns: [pool.arn],
      audiences: [],
      identitySources: [],
    },
  ]),
  routes: known([makeRoute({ authorization: 'COGNITO_USER_POOLS', authorizerId: 'a1' })]),
})

describe('user-pool-self-sign-up', () => {
  it('says fail where routes ask for its tokens, and names their functions', () => {
    expect(judgeRecord(userPoolSelfSignUp, pool, [api])).toMatchObject({
      state: 'fail',
      severity: 'medium',
      affects: [FUNCTION_ARN],
    })
  })

  it('is low where the pool only calls functions of its own', () => {
    expect(judgeRecord(userPoolSelfSignUp, makeUserPool())).toMatchObject({ state: 'fail', severity: 'low' })
  })

  it('says pass where administrators make the users', () => {
    expect(judgeRecord(userPoolSelfSignUp, makeUserPool({ selfSignUp: known(false) })).state).toBe('pass')
  })

  it('says not applicable of a pool that no route and no function knows', () => {
    expect(judgeRecord(userPoolSelfSignUp, pool).state).toBe('not applicable')
  })

  it('says unknown where the setting or the APIs were not seen', () => {
    const hidden = makeUserPool({ selfSignUp: denied('cognito-idp:DescribeUserPool') })
    expect(judgeRecord(userPoolSelfSignUp, hidden).state).toBe('unknown')
    expect(judgeRecord(userPoolSelfSignUp, pool, [], { without: ['api'] }).state).toBe('unknown')
  })
})
