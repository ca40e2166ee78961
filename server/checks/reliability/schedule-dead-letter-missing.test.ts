import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ScheduleRecord } from '#server/domain/records/schedule-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeSchedule } from '#server/testing/source-records.ts'
import { scheduleDeadLetterMissing } from './schedule-dead-letter-missing.ts'

describe('schedule-dead-letter-missing', () => {
  it.each<[string, string, Partial<ScheduleRecord>]>([
    ['fail', 'a schedule without a queue', {}],
    ['pass', 'a schedule with one', { deadLetterArn: known(QUEUE_ARN) }],
    ['not applicable', 'a schedule that is off', { state: known('DISABLED') }],
    ['unknown', 'a hidden target', { deadLetterArn: denied('scheduler:GetSchedule') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(scheduleDeadLetterMissing.evaluate(makeSchedule(values), estateOf([])).state).toBe(state)
  })
})
