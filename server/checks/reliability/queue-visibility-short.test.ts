import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { queueVisibilityShort } from './queue-visibility-short.ts'

const seconds = (value: number): Partial<EventSourceRecord> => ({ visibilityTimeoutSeconds: known(value) })

/** The function's timeout is 10 s. */
function verdictOf(queue: Partial<EventSourceRecord>, mapping: Partial<EventSourceMappingRecord> = {}) {
  const record = makeEventSource(queue)
  return queueVisibilityShort.evaluate(record, estateOf([makeFunctionRecord(), record, makeMapping(mapping)]))
}

describe('queue-visibility-short', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['pass', 'six timeouts', [seconds(60)]],
    ['fail', 'a second less', [seconds(59)]],
    [
      'fail',
      'six timeouts without the batching window',
      [seconds(60), { maximumBatchingWindowSeconds: known(5) }],
    ],
    ['not applicable', 'a queue whose mapping is off', [seconds(1), { state: known('Disabled') }]],
    [
      'not applicable',
      'a queue that no function reads',
      [seconds(1), { eventSourceArn: known('arn:other') }],
    ],
    ['not applicable', 'a stream', [{ sourceType: 'kinesis' }]],
    ['not applicable', 'a queue that is gone', [{ exists: known(false) }]],
    ['unknown', 'a hidden timeout', [{ visibilityTimeoutSeconds: denied('sqs:GetQueueAttributes') }]],
    ['unknown', 'a function that was not seen', [seconds(600), { functionArn: known('elsewhere') }]],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })

  it('is worse where a message comes back while it is worked on', () => {
    expect(verdictOf(seconds(20))).toMatchObject({ severity: 'low' })
    expect(verdictOf(seconds(20), { maximumBatchingWindowSeconds: known(15) })).toMatchObject({
      severity: 'medium',
    })
  })
})
