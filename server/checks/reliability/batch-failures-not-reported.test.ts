import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeMapping } from '#server/testing/event-source-records.ts'
import { batchFailuresNotReported } from './batch-failures-not-reported.ts'

describe('batch-failures-not-reported', () => {
  it.each<[string, string, Partial<EventSourceMappingRecord>]>([
    ['fail', 'a queue in batches of ten', {}],
    ['pass', 'a report', { functionResponseTypes: known(['ReportBatchItemFailures']) }],
    ['not applicable', 'batches of one', { batchSize: known(1) }],
    ['not applicable', 'a broker', { sourceType: 'mq' }],
    ['not applicable', 'a mapping that is off', { state: known('Disabled') }],
    ['unknown', 'hidden response types', { functionResponseTypes: denied('x:y') }],
    ['unknown', 'a hidden batch size', { batchSize: denied('x:y') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(batchFailuresNotReported.evaluate(makeMapping(values), estateOf([])).state).toBe(state)
  })
})
