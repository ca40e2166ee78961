import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { judge } from '#server/testing/judge.ts'
import { makeLogGroup, makeTrail } from '#server/testing/records/posture-records.ts'
import { makeApi, makeStage } from '#server/testing/source-records.ts'
import { API_GRANT, OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openUnlogged } from './open-unlogged.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const silent = makeTrail({ dataEvents: known([]) })
const written = makeApi({
  stages: known([makeStage({ accessLogArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api' })]),
})

describe('open-unlogged', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'an open URL and no data events', OPEN, [makeLogGroup(), silent]],
    ['fail', 'an open route without access log', policy(API_GRANT), [makeLogGroup(), silent, makeApi()]],
    ['pass', 'an open URL and data events', OPEN, [makeLogGroup(), makeTrail()]],
    ['pass', 'an open route with an access log', policy(API_GRANT), [makeLogGroup(), silent, written]],
    ['not applicable', 'a closed function', {}, [silent]],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openUnlogged, values, others).state).toBe(state)
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
