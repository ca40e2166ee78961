import { describe, expect, it } from 'vitest'
import { mappingForTest } from '#server/domain/access/role-for-test.ts'
import { absent, failed, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { FUNCTION_ARN } from '#server/testing/source-records.ts'
import { mappingSecrets } from './mapping-secrets.ts'

const FILTERS = { filters: known(['{"body":{"type":["order"]}}']) }
const IN_FILTER = makeSecretMatch({ where: 'filter 1', confidence: 'likely' })
const verdictOf = (changes: Partial<EventSourceMappingRecord>) =>
  mappingSecrets.evaluate(mappingForTest(FUNCTION_ARN, changes), estateOf([]))

describe('mapping-secrets', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>]>([
    ['pass', 'filters without one', { ...FILTERS, secrets: [] }],
    ['fail', 'a filter that compares with one', { ...FILTERS, secrets: [IN_FILTER] }],
    ['unknown', 'filters that an older version read', FILTERS],
    ['unknown', 'filters that could not be decrypted', { filters: failed('KMSAccessDenied') }],
    ['not applicable', 'no filters', { filters: absent(), secrets: [] }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
