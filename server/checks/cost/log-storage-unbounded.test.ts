import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { logStorageUnbounded } from './log-storage-unbounded.ts'

const FOR_EVER = { retentionDays: absent<number>() }
const gib = (value: number) => ({ storedBytes: known(value * 1024 ** 3) })

describe('log-storage-unbounded', () => {
  it.each<[string, string, Partial<LogGroupRecord>, object?]>([
    ['fail', '11 GiB without a retention', { ...FOR_EVER, ...gib(11) }],
    ['pass', '10 GiB without a retention', { ...FOR_EVER, ...gib(10) }],
    ['fail', '2 GiB where 1 is allowed', { ...FOR_EVER, ...gib(2) }, { maxGib: 1 }],
    ['not applicable', '11 GiB that expire', gib(11)],
    ['unknown', 'a hidden retention', { ...gib(11), retentionDays: denied('logs:DescribeLogGroups') }],
    ['unknown', 'a hidden size', { ...FOR_EVER, storedBytes: denied('logs:DescribeLogGroups') }],
  ])('says %s of %s', (state, _what, values, parameters) => {
    expect(logStorageUnbounded.evaluate(makeLogGroup(values), estateOf([]), parameters).state).toBe(state)
  })
})
