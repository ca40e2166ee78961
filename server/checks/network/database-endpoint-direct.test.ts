import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { databaseEndpointDirect } from './database-endpoint-direct.ts'

const variable = (flag: 'database-endpoint' | 'debug-on'): Partial<FunctionRecord> => ({
  environment: known({ names: ['DB_HOST'], flags: [{ name: 'DB_HOST', flag }] }),
})

describe('database-endpoint-direct', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'the address of a database', variable('database-endpoint')],
    ['pass', 'something else', variable('debug-on')],
    ['unknown', 'variables that an older version stored', { environment: known({ names: ['DB_HOST'] }) }],
    [
      'unknown',
      'variables that could not be decrypted',
      { environment: known({ names: [], flags: [], errorCode: 'KMSDisabledException' }) },
    ],
    ['unknown', 'hidden variables', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', {}],
  ])('says %s of %s', (state, _what, values) => {
    expect(databaseEndpointDirect.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
