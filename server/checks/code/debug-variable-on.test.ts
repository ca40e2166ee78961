import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { debugVariableOn } from './debug-variable-on.ts'

const ON: Partial<FunctionRecord> = {
  environment: known({ names: ['DEBUG'], flags: [{ name: 'DEBUG', flag: 'debug-on' }] }),
}
const verdictOf = (changes: Partial<FunctionRecord>) => {
  const record = makeFunctionRecord(changes)
  return debugVariableOn.evaluate(record, estateOf([record]))
}

describe('debug-variable-on', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'variables that leave it off', { environment: known({ names: ['TABLE'], flags: [] }) }],
    ['fail', 'a variable that switches it on', ON],
    ['unknown', 'variables that an older version read', { environment: known({ names: ['DEBUG'] }) }],
    ['unknown', 'variables that were denied', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', { environment: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is a note alone where the function is labelled as one for development', () => {
    expect(verdictOf(ON)).toMatchObject({ severity: 'low' })
    expect(verdictOf({ ...ON, tags: known({ env: 'dev' }) })).toMatchObject({ severity: 'info' })
    expect(verdictOf({ ...ON, tags: known({ env: 'prod' }) })).toMatchObject({ severity: 'low' })
  })
})
