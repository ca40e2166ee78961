import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeApi, makeSchedule } from '#server/testing/source-records.ts'
import { functionSwitchedOff } from './function-switched-off.ts'

const OFF = { reservedConcurrency: known(0) }
const verdictOf = (values: Partial<FunctionRecord>, records: ResourceRecord[]) => {
  const fn = makeFunctionRecord(values)
  return functionSwitchedOff.evaluate(fn, estateOf([fn, ...records]))
}

describe('function-switched-off', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'a schedule that still runs', OFF, [makeSchedule()]],
    ['not applicable', 'a schedule that is off as well', OFF, [makeSchedule({ state: known('DISABLED') })]],
    ['not applicable', 'no trigger at all', OFF, []],
    ['pass', 'a share of one', { reservedConcurrency: known(1) }, [makeSchedule()]],
    ['pass', 'no share', {}, [makeSchedule()]],
    ['unknown', 'a hidden share', { reservedConcurrency: denied('lambda:GetFunction') }, [makeSchedule()]],
    [
      'not applicable',
      'a hidden share of what nothing invokes',
      { reservedConcurrency: denied('lambda:GetFunction') },
      [],
    ],
  ])('says %s of %s', (state, _what, values, records) => {
    expect(verdictOf(values, records).state).toBe(state)
  })

  it('is worse where events expire than where a caller is refused', () => {
    expect(verdictOf(OFF, [makeSchedule()])).toMatchObject({ severity: 'medium' })
    expect(verdictOf(OFF, [makeApi()])).toMatchObject({ severity: 'low' })
  })
})
