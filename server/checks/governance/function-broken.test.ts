import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { functionBroken as check } from './function-broken.ts'

describe('function-broken', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'an active function', {}],
    ['pass', 'one that is being made', { state: known('Pending') }],
    ['pass', 'one that is being updated', { lastUpdateStatus: known('InProgress') }],
    ['fail high', 'one that failed', { state: known('Failed'), stateReason: known('Subnet gone') }],
    ['fail medium', 'an update that failed', { lastUpdateStatus: known('Failed') }],
    ['fail low', 'one that sleeps', { state: known('Inactive') }],
    [
      'fail medium',
      'an update that failed, and a state that was not read',
      { state: denied('x'), lastUpdateStatus: known('Failed') },
    ],
    ['unknown', 'a state that was not read', { state: denied('lambda:GetFunction') }],
    ['unknown', 'a state of tomorrow', { state: known('Hibernating') }],
    ['not applicable', 'no state', { state: absent() }],
  ])('says %s of %s', (said, _, changes) => {
    const verdict = check.evaluate(makeFunctionRecord(changes), estateOf([]))
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })
})
