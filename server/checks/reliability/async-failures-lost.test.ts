import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeRule, makeSchedule, RULE_ARN } from '#server/testing/source-records.ts'
import { policy, service, when } from '#server/testing/statements.ts'
import { asyncFailuresLost } from './async-failures-lost.ts'

const URL = { url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'AWS_IAM' }
const RULE_GRANT = policy(service('events', when('ArnLike', 'aws:SourceArn', RULE_ARN)))
const DEAD_LETTERS = { deadLetterTargetArn: known(QUEUE_ARN) }
const verdictOf = (values: Partial<FunctionRecord>, records: ResourceRecord[]) => {
  const fn = makeFunctionRecord(values)
  return asyncFailuresLost.evaluate(fn, estateOf([fn, ...records]))
}

describe('async-failures-lost', () => {
  it('is low where a clock alone invokes it, and medium where events hold data', () => {
    const rule = (values: Parameters<typeof makeRule>[0]) => [makeRule(values)]
    const clock = rule({ schedule: known('rate(5 minutes)'), pattern: absent() })
    const events = rule({ schedule: absent(), pattern: known('{"source":["shop"]}') })
    expect(verdictOf(RULE_GRANT, clock)).toMatchObject({ severity: 'low' })
    expect(verdictOf(RULE_GRANT, events)).toMatchObject({ severity: 'medium' })
    expect(verdictOf(RULE_GRANT, [...events, makeSchedule()])).toMatchObject({ severity: 'medium' })
  })

  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'a live schedule and nothing that keeps failures', {}, [makeSchedule()]],
    ['pass', 'a schedule and a dead-letter queue', DEAD_LETTERS, [makeSchedule()]],
    [
      'fail',
      'a dead-letter queue that is gone',
      DEAD_LETTERS,
      [makeSchedule(), makeEventSource({ exists: known(false) })],
    ],
    [
      'pass',
      'a destination of the qualifier that is called',
      { eventInvokeConfigs: known([{ qualifier: '$LATEST', onFailure: QUEUE_ARN }]) },
      [makeSchedule()],
    ],
    [
      'fail',
      'a destination of another qualifier',
      { eventInvokeConfigs: known([{ qualifier: 'live', onFailure: QUEUE_ARN }]) },
      [makeSchedule()],
    ],
    ['not applicable', 'a schedule that is off', {}, [makeSchedule({ state: known('DISABLED') })]],
    ['not applicable', 'a queue alone', {}, [makeMapping(), makeEventSource()]],
    ['not applicable', 'no trigger', {}, []],
    ['not applicable', 'a custom resource of the CDK', { name: 'S-LogRetentionaae0aa3c-x' }, []],
    [
      'unknown',
      'a URL beside a hidden policy',
      { urls: known([URL]), policy: denied('lambda:GetPolicy') },
      [],
    ],
    ['not applicable', 'a URL', { urls: known([URL]) }, []],
    [
      'unknown',
      'a hidden dead-letter queue',
      { deadLetterTargetArn: denied('lambda:GetFunction') },
      [makeSchedule()],
    ],
  ])('says %s of %s', (state, _what, values, records) => {
    expect(verdictOf(values, records).state).toBe(state)
  })

  it('says unknown where schedules were not collected', () => {
    const fn = makeFunctionRecord(DEAD_LETTERS)
    const verdict = asyncFailuresLost.evaluate(fn, estateOf([fn, makeRule()], { without: ['schedule'] }))
    expect(verdict).toMatchObject({ state: 'unknown', reason: expect.stringContaining('schedules') })
  })

  it('is worse where the function is critical, and names who sends', () => {
    const verdict = verdictOf({ tags: known({ criticality: 'critical' }) }, [makeSchedule()])
    expect(verdict).toMatchObject({ severity: 'high', summary: expect.stringContaining('hourly') })
  })
})
