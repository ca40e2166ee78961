import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EnvironmentVariables, FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { tlsVerificationOff } from './tls-verification-off.ts'

const variables = (values: Partial<EnvironmentVariables>): Partial<FunctionRecord> => ({
  environment: known({ names: ['X'], flags: [], ...values }),
})
const off = (name: string) => variables({ flags: [{ name, flag: 'tls-verification-off' }] })
const verdictOf = (changes: Partial<FunctionRecord>) =>
  tlsVerificationOff.evaluate(makeFunctionRecord(changes), estateOf([]))

describe('tls-verification-off', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'variables that leave it on', variables({ flags: [{ name: 'DEBUG', flag: 'debug-on' }] })],
    ['fail', 'a variable that switches it off', off('GIT_SSL_NO_VERIFY')],
    ['unknown', 'variables that an older version read', variables({ flags: undefined })],
    [
      'unknown',
      'variables that could not be decrypted',
      variables({ flags: undefined, errorCode: 'KMSDisabled' }),
    ],
    ['unknown', 'variables that were denied', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', { environment: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is worse where it holds for every connection', () => {
    expect(verdictOf(off('GIT_SSL_NO_VERIFY'))).toMatchObject({ severity: 'medium' })
    expect(verdictOf(off('NODE_TLS_REJECT_UNAUTHORIZED'))).toMatchObject({ severity: 'high' })
  })
})
