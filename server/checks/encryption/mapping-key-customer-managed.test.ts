import { describe, expect, it } from 'vitest'
import { mappingForTest } from '#server/domain/access/role-for-test.ts'
import { absent, failed, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { FUNCTION_ARN } from '#server/testing/source-records.ts'
import { mappingKeyCustomerManaged } from './mapping-key-customer-managed.ts'

const FILTERS = { filters: known(['{}']) }
const verdictOf = (changes: Partial<EventSourceMappingRecord>) =>
  mappingKeyCustomerManaged.evaluate(mappingForTest(FUNCTION_ARN, changes), estateOf([]))

describe('mapping-key-customer-managed', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>]>([
    ['pass', 'a key of one’s own', { ...FILTERS, kmsKeyArn: known('arn:aws:kms:eu-west-1:1:key/1') }],
    ['fail', 'a key of AWS’s own', { ...FILTERS, kmsKeyArn: absent() }],
    ['unknown', 'a key that an older version did not read', FILTERS],
    ['unknown', 'filters that were not seen', { filters: failed('KMSAccessDenied'), kmsKeyArn: absent() }],
    ['not applicable', 'no filters', { filters: absent(), kmsKeyArn: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
