import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { streamPoisonPill } from './stream-poison-pill.ts'

const verdictOf = (values: Partial<EventSourceMappingRecord>) =>
  streamPoisonPill.evaluate(makeMapping({ sourceType: 'kinesis', ...values }), estateOf([]))

describe('stream-poison-pill', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>]>([
    ['fail', 'nothing set', {}],
    [
      'fail',
      'the default -1 spelled out',
      { maximumRetryAttempts: known(-1), maximumRecordAgeSeconds: known(-1) },
    ],
    ['pass', 'a retry limit', { maximumRetryAttempts: known(3) }],
    ['pass', 'no retry at all', { maximumRetryAttempts: known(0) }],
    [
      'pass',
      'an age limit beside hidden retries',
      { maximumRecordAgeSeconds: known(60), maximumRetryAttempts: denied('x:y') },
    ],
    ['unknown', 'hidden retries', { maximumRetryAttempts: denied('x:y') }],
    ['not applicable', 'a queue', { sourceType: 'sqs' }],
    ['not applicable', 'a mapping that is off', { state: known('Disabled') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(verdictOf(values).state).toBe(state)
  })

  it('says from what to what it goes', () => {
    const names = {
      eventSourceArn: known('arn:aws:kinesis:eu-west-1:1:stream/clicks'),
      functionName: known('roll-up'),
    }
    expect(verdictOf(names)).toMatchObject({ summary: expect.stringContaining('from clicks to roll-up') })
  })

  it('is low where batches are halved', () => {
    expect(verdictOf({ bisectBatchOnFunctionError: known(true) })).toMatchObject({ severity: 'low' })
  })
})
