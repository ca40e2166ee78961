import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { applicationLogLevelVerbose } from './application-log-level-verbose.ts'

const DEBUG = { applicationLogLevel: known('DEBUG') }
const verdictOf = (values: Partial<FunctionRecord>) => {
  const fn = makeFunctionRecord(values)
  return applicationLogLevelVerbose.evaluate(fn, estateOf([fn]))
}

describe('application-log-level-verbose', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'DEBUG in production', { ...DEBUG, tags: known({ env: 'prod-eu' }) }],
    ['not applicable', 'DEBUG in staging', { ...DEBUG, tags: known({ env: 'staging' }) }],
    ['not applicable', 'DEBUG beside production', { ...DEBUG, tags: known({ env: 'pre-prod' }) }],
    ['fail', 'DEBUG in a production of a region', { ...DEBUG, tags: known({ env: 'eu-prod' }) }],
    ['pass', 'INFO', { applicationLogLevel: known('INFO') }],
    ['not applicable', 'plain text', { applicationLogLevel: absent() }],
    ['unknown', 'a level that an older version did not read', {}],
    ['unknown', 'a hidden level', { applicationLogLevel: denied('lambda:GetFunction') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(verdictOf(values).state).toBe(state)
  })

  it('is informational where nobody knows the environment', () => {
    expect(verdictOf(DEBUG)).toMatchObject({ state: 'fail', severity: 'info' })
  })
})
