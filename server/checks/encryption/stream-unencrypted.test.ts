import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource } from '#server/testing/event-source-records.ts'
import { streamUnencrypted } from './stream-unencrypted.ts'

const verdictOf = (changes: Partial<EventSourceRecord>) =>
  streamUnencrypted.evaluate(makeEventSource({ sourceType: 'kinesis', ...changes }), estateOf([]))

describe('stream-unencrypted', () => {
  it.each<[string, string, Partial<EventSourceRecord>]>([
    ['pass', 'one that is encrypted', { encrypted: known(true) }],
    ['pass', 'the stream of a table, which always is', { sourceType: 'dynamodb', encrypted: known(true) }],
    ['fail', 'one that is not', { encrypted: known(false) }],
    ['unknown', 'one that was denied', { encrypted: denied('kinesis:Read') }],
    ['not applicable', 'another kind of source', { sourceType: 'sqs', encrypted: known(false) }],
    ['not applicable', 'one that exists no more', { exists: known(false), encrypted: known(false) }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
