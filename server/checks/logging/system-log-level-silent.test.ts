import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { systemLogLevelSilent } from './system-log-level-silent.ts'

describe('system-log-level-silent', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'WARN', { systemLogLevel: known('WARN') }],
    ['pass', 'INFO', { systemLogLevel: known('INFO') }],
    ['pass', 'DEBUG', { systemLogLevel: known('DEBUG') }],
    ['not applicable', 'plain text', { systemLogLevel: absent() }],
    ['unknown', 'a level that an older version did not read', {}],
    ['unknown', 'a hidden level', { systemLogLevel: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(systemLogLevelSilent.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })
})
