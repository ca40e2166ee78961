import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { reservedConcurrencyMissing } from './reserved-concurrency-missing.ts'

const NEIGHBOUR = makeFunctionRecord({ name: 'reports' })
const CRITICAL = makeFunctionRecord({ name: 'payments', tags: known({ criticality: 'critical' }) })
const QUEUE = [makeMapping(), makeEventSource()]
const verdictOf = (fn: FunctionRecord, records: ResourceRecord[]) =>
  reservedConcurrencyMissing.evaluate(fn, estateOf([fn, ...records]))

describe('reserved-concurrency-missing', () => {
  it.each<[string, string, FunctionRecord, ResourceRecord[]]>([
    ['fail', 'a public function beside another', publicFunction('shop'), [NEIGHBOUR]],
    ['not applicable', 'a public function that stands alone', publicFunction('shop'), []],
    [
      'pass',
      'a public function with a share',
      publicFunction('shop', { reservedConcurrency: known(5) }),
      [NEIGHBOUR],
    ],
    ['fail', 'a queue beside a critical function', makeFunctionRecord(), [...QUEUE, CRITICAL]],
    ['pass', 'a queue beside others', makeFunctionRecord(), [...QUEUE, NEIGHBOUR]],
    ['pass', 'an inner function beside a critical one', makeFunctionRecord(), [CRITICAL]],
    ['unknown', 'a hidden share', makeFunctionRecord({ reservedConcurrency: denied('x:y') }), [CRITICAL]],
    ['unknown', 'a hidden resource policy', makeFunctionRecord({ policy: denied('x:y') }), [NEIGHBOUR]],
    [
      'not applicable',
      'a helper of the CDK',
      makeFunctionRecord({ name: 'S-LogRetentionaae0aa3c-x' }),
      [CRITICAL],
    ],
  ])('says %s of %s', (state, _what, fn, records) => {
    expect(verdictOf(fn, records).state).toBe(state)
  })

  it('is worse where the neighbour is critical, and names it', () => {
    expect(verdictOf(publicFunction('shop'), [NEIGHBOUR])).toMatchObject({ severity: 'low' })
    expect(verdictOf(publicFunction('shop'), [CRITICAL])).toMatchObject({
      severity: 'medium',
      summary: expect.stringContaining('payments'),
    })
  })
})
