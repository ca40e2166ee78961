import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { queueReceiveCountLow } from './queue-receive-count-low.ts'

const verdictOf = (queue: Partial<EventSourceRecord>, parameters = {}, records = [makeMapping()]) =>
  queueReceiveCountLow.evaluate(makeEventSource(queue), estateOf(records), parameters)

describe('queue-receive-count-low', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['fail', 'four receives', [{ maxReceiveCount: known(4) }]],
    ['pass', 'five', [{ maxReceiveCount: known(5) }]],
    ['fail', 'five where the organisation wants ten', [{ maxReceiveCount: known(5) }, { minReceives: 10 }]],
    ['not applicable', 'no dead-letter queue', [{}]],
    ['not applicable', 'a queue that no function reads', [{ maxReceiveCount: known(1) }, {}, []]],
    ['unknown', 'a hidden redrive policy', [{ maxReceiveCount: denied('sqs:GetQueueAttributes') }]],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })
})
