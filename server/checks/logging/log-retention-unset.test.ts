import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { logRetentionUnset } from './log-retention-unset.ts'

const HELPER = makeFunctionRecord({ name: 'S-LogRetentionaae0aa3c-x' })
const verdictOf = (values: Partial<LogGroupRecord>) =>
  logRetentionUnset.evaluate(makeLogGroup(values), estateOf([HELPER]))

describe('log-retention-unset', () => {
  it.each<[string, string, Partial<LogGroupRecord>]>([
    ['pass', '90 days', {}],
    ['fail', 'no retention', { retentionDays: absent() }],
    ['unknown', 'a hidden retention', { retentionDays: denied('logs:DescribeLogGroups') }],
    [
      'not applicable',
      'the group of a helper',
      { name: `/aws/lambda/${HELPER.name}`, retentionDays: absent() },
    ],
  ])('says %s of %s', (state, _what, values) => {
    expect(verdictOf(values).state).toBe(state)
  })

  it('is informational while nothing is stored', () => {
    expect(verdictOf({ retentionDays: absent(), storedBytes: known(0) })).toMatchObject({ severity: 'info' })
  })

  it('quotes a hostile name', () => {
    const record = makeLogGroup({ name: '/a b;$(x)', retentionDays: absent() })
    const fail = logRetentionUnset.evaluate(record, estateOf([]))
    if (fail.state !== 'fail') throw new Error(fail.state)
    expect(logRetentionUnset.remediate(record, fail, estateOf([])).cli).toContain(`'/a b;$(x)'`)
  })
})
