import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { mappingFailuresLost } from './mapping-failures-lost.ts'

const verdictOf = (values: Partial<EventSourceMappingRecord>, exists = true) =>
  mappingFailuresLost.evaluate(makeMapping(values), estateOf([makeEventSource({ exists: known(exists) })]))

describe('mapping-failures-lost', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>, boolean?]>([
    ['fail', 'a stream without a destination', { sourceType: 'kinesis' }],
    ['pass', 'a stream with one', { sourceType: 'dynamodb', onFailureArn: known(QUEUE_ARN) }],
    ['fail', 'a destination that is gone', { sourceType: 'dynamodb', onFailureArn: known(QUEUE_ARN) }, false],
    ['not applicable', 'a queue', { sourceType: 'sqs' }],
    ['not applicable', 'a mapping that is off', { sourceType: 'kinesis', state: known('Disabled') }],
    ['unknown', 'a hidden destination', { sourceType: 'kinesis', onFailureArn: denied('x:y') }],
  ])('says %s of %s', (state, _what, values, exists) => {
    expect(verdictOf(values, exists).state).toBe(state)
  })

  it('is low for Kafka', () => {
    expect(verdictOf({ sourceType: 'kafka' })).toMatchObject({ severity: 'low' })
  })
})
