import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { logRetentionShort } from './log-retention-short.ts'

const HELPER = makeFunctionRecord({ name: 'S-LogRetentionaae0aa3c-x' })
const AROUND = estateOf([HELPER])

describe('log-retention-short', () => {
  it.each<[string, string, Partial<LogGroupRecord>, object?]>([
    ['fail', '7 days', { retentionDays: known(7) }],
    ['pass', '30 days', { retentionDays: known(30) }],
    ['fail', '30 days where 365 are wanted', { retentionDays: known(30) }, { minDays: 365 }],
    ['pass', 'no retention', { retentionDays: absent() }],
    ['unknown', 'a hidden retention', { retentionDays: denied('logs:DescribeLogGroups') }],
    [
      'not applicable',
      'the group of a helper',
      { name: `/aws/lambda/${HELPER.name}`, retentionDays: known(1) },
    ],
  ])('says %s of %s', (state, _what, values, parameters) => {
    expect(logRetentionShort.evaluate(makeLogGroup(values), AROUND, parameters).state).toBe(state)
  })

  it('proposes a number of days that CloudWatch Logs takes', () => {
    const record = makeLogGroup({ retentionDays: known(7) })
    const fail = logRetentionShort.evaluate(record, AROUND, { minDays: 100 })
    if (fail.state !== 'fail') throw new Error(fail.state)
    expect(logRetentionShort.remediate(record, fail, AROUND).cli).toContain('--retention-in-days 120')
  })
})
