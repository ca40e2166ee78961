import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { timeoutDefault } from './timeout-default.ts'

const SECONDS = { timeoutSeconds: known(3) }

describe('timeout-default', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', '3 s', SECONDS],
    ['pass', '4 s', { timeoutSeconds: known(4) }],
    ['unknown', 'a hidden timeout', { timeoutSeconds: denied('lambda:GetFunction') }],
    ['not applicable', 'a helper of the CDK', { ...SECONDS, name: 'S-CustomS3AutoDeleteObjectsX-1' }],
  ])('says %s of %s', (state, _what, values) => {
    expect(timeoutDefault.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })

  it('is low where executions ran into it', () => {
    const fn = makeFunctionRecord(SECONDS)
    const seen = {
      daysSeen: 30,
      invocations30d: 9,
      invocations7d: 9,
      errors7d: 4,
      timeouts7d: 4,
      throttles7d: 0,
      lastInvokedAt: null,
    }
    const around = estateOf([fn], { activity: new Map([[fn.arn, seen]]) })
    expect(timeoutDefault.evaluate(fn, around)).toMatchObject({ severity: 'low' })
  })
})
