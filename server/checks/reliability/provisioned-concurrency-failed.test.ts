import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { provisionedConcurrencyFailed } from './provisioned-concurrency-failed.ts'

const provisioned = (status?: string): Partial<FunctionRecord> => ({
  provisionedConcurrency: known([{ qualifier: 'live', requested: 5, allocated: 0, status }]),
})

describe('provisioned-concurrency-failed', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'FAILED', provisioned('FAILED')],
    ['pass', 'READY', provisioned('READY')],
    ['pass', 'IN_PROGRESS', provisioned('IN_PROGRESS')],
    ['unknown', 'no status', provisioned()],
    [
      'unknown',
      'a hidden configuration',
      { provisionedConcurrency: denied('lambda:ListProvisionedConcurrencyConfigs') },
    ],
    ['not applicable', 'none', {}],
  ])('says %s of %s', (state, _what, values) => {
    expect(provisionedConcurrencyFailed.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
