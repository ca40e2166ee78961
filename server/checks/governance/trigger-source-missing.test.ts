import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { triggerSourceMissing as check } from './trigger-source-missing.ts'

const GONE = makeEventSource({ exists: known(false) })
const FOREIGN = 'arn:aws:sqs:eu-west-1:222222222222:jobs'
const MSK = 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1'

describe('trigger-source-missing', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>, ResourceRecord[]]>([
    ['pass', 'a queue that is there', {}, [makeEventSource({ exists: known(true) })]],
    ['fail medium', 'a queue that is gone', {}, [GONE]],
    ['fail low', 'the same, switched off', { state: known('Disabled') }, [GONE]],
    [
      'fail high',
      'a queue of another account that is gone',
      { eventSourceArn: known(FOREIGN) },
      [makeEventSource({ arn: FOREIGN, exists: known(false) })],
    ],
    ['unknown', 'a queue that was not read', {}, []],
    ['unknown', 'a queue that may not be read', {}, [makeEventSource({ exists: denied('sqs:GetQueueUrl') })]],
    ['unknown', 'a cluster of Kafka', { eventSourceArn: known(MSK), sourceType: 'kafka' }, []],
    ['unknown', 'a source that is not told', { eventSourceArn: denied('x') }, []],
    ['not applicable', 'a broker of one’s own', { eventSourceArn: absent(), sourceType: 'kafka' }, []],
  ])('says %s of %s', (said, _, changes, sources) => {
    const verdict = check.evaluate(makeMapping(changes), estateOf(sources))
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })
})
