import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { queueRedriveMissing } from './queue-redrive-missing.ts'

const DEAD = `${QUEUE_ARN}-dead`
const verdictOf = (queue: Partial<EventSourceRecord>, records: ResourceRecord[] = [makeMapping()]) => {
  const record = makeEventSource(queue)
  return queueRedriveMissing.evaluate(record, estateOf([record, ...records]))
}

describe('queue-redrive-missing', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['fail', 'a queue that a function reads', [{}]],
    ['pass', 'one with a dead-letter queue', [{ deadLetterTargetArn: known(DEAD) }]],
    [
      'fail',
      'a dead-letter queue that is gone',
      [
        { deadLetterTargetArn: known(DEAD) },
        [makeMapping(), makeEventSource({ arn: DEAD, exists: known(false) })],
      ],
    ],
    ['not applicable', 'a queue that no function reads, as a dead-letter queue', [{}, []]],
    ['unknown', 'a hidden redrive policy', [{ deadLetterTargetArn: denied('sqs:GetQueueAttributes') }]],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })

  it('is high for a FIFO queue', () => {
    expect(verdictOf({ name: 'jobs.fifo' })).toMatchObject({ severity: 'high' })
  })

  it('says unknown where mappings were not collected', () => {
    const around = estateOf([], { without: ['event-source-mapping'] })
    expect(queueRedriveMissing.evaluate(makeEventSource(), around).state).toBe('unknown')
  })

  it('quotes a hostile name', () => {
    const record = makeEventSource({ name: '$(reboot)' })
    const fail = queueRedriveMissing.evaluate(record, estateOf([record, makeMapping()]))
    if (fail.state !== 'fail') throw new Error(fail.state)
    expect(queueRedriveMissing.remediate(record, fail, estateOf([])).cli).toContain(
      `--queue-name '$(reboot)'`,
    )
  })
})
