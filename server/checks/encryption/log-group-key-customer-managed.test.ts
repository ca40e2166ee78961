import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeLogGroup } from '#server/testing/records/posture-records.ts'
import { logGroupKeyCustomerManaged } from './log-group-key-customer-managed.ts'

const verdictOf = (changes: Partial<LogGroupRecord>) =>
  logGroupKeyCustomerManaged.evaluate(makeLogGroup(changes), estateOf([]))

describe('log-group-key-customer-managed', () => {
  it.each<[string, string, Partial<LogGroupRecord>]>([
    ['pass', 'a key of one’s own', { kmsKeyArn: known('arn:aws:kms:eu-west-1:1:key/1') }],
    ['fail', 'a key of AWS’s own', { kmsKeyArn: absent() }],
    ['unknown', 'a log group that was denied', { kmsKeyArn: denied('logs:DescribeLogGroups') }],
    ['not applicable', 'a log group with nothing in it', { storedBytes: known(0) }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
