import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EnvironmentVariables, FunctionRecord } from '#server/domain/records/function-record.ts'
import { judge } from '#server/testing/judge.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openWithSecrets } from './open-with-secrets.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const environment = (secrets: EnvironmentVariables['secrets']) => ({
  environment: known({ names: ['KEY'], secrets }),
})
const KEY = [{ where: 'KEY', detector: 'aws-access-key', confidence: 'certain' as const, fingerprint: 'f' }]

describe('open-with-secrets', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'an open URL and a key', { ...OPEN, ...environment(KEY) }],
    ['pass', 'an open URL and no key', { ...OPEN, ...environment([]) }],
    ['pass', 'an open URL and no environment', { ...OPEN, environment: absent() }],
    ['not applicable', 'a closed function with a key', environment(KEY)],
    [
      'unknown',
      'an open URL and an environment that was denied',
      { ...OPEN, environment: denied('lambda:GetFunction') },
    ],
    ['unknown', 'an open URL and a record of an older version', { ...OPEN, ...environment(undefined) }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judge(openWithSecrets, values).state).toBe(state)
  })
})
