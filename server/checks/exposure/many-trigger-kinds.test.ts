import { describe, expect, it } from 'vitest'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judge, judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRule, makeSchedule } from '#server/testing/source-records.ts'
import { API_GRANT, policy, service, when } from '#server/testing/statements.ts'
import { manyTriggerKinds } from './many-trigger-kinds.ts'

const RULE_GRANT = service(
  'events',
  when('ArnLike', 'aws:SourceArn', 'arn:aws:events:eu-west-1:111122223333:rule/nightly'),
)
const VALUES = policy(API_GRANT, RULE_GRANT)

describe('many-trigger-kinds', () => {
  it('says fail of three kinds, and names them', () => {
    const verdict = judge(manyTriggerKinds, VALUES, [makeApi(), makeRule(), makeMapping()])
    expect(verdict).toMatchObject({ state: 'fail', severity: 'low' })
    expect(verdict).toMatchObject({ summary: expect.stringContaining('api') })
  })

  it('says pass of two kinds, and of three where the organisation allows them', () => {
    expect(judge(manyTriggerKinds, VALUES, [makeApi(), makeRule()]).state).toBe('pass')
    const parameters = { maxKinds: 3 }
    expect(
      judge(manyTriggerKinds, VALUES, [makeApi(), makeRule(), makeMapping()], { parameters }).state,
    ).toBe('pass')
  })

  it('says pass of many triggers of one kind', () => {
    const schedules = [1, 2, 3].map((i) =>
      makeSchedule({ arn: `arn:aws:scheduler:eu-west-1:111122223333:schedule/default/${i}` }),
    )
    expect(judge(manyTriggerKinds, {}, schedules).state).toBe('pass')
  })

  it('says not applicable of a function without triggers', () => {
    expect(judge(manyTriggerKinds, {}).state).toBe('not applicable')
  })

  it('says unknown where kinds of sources were not collected', () => {
    expect(judge(manyTriggerKinds, {}, [makeMapping()], { without: ['api'] })).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('API Gateway'),
    })
    const other = makeFunctionRecord({ accountId: '999988887777' })
    expect(judgeRecord(manyTriggerKinds, other, [], { without: ['event-rule'] }).state).toBe('unknown')
  })
})
