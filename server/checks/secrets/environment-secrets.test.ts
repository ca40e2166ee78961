import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { EnvironmentVariables, FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { environmentSecrets } from './environment-secrets.ts'

const withVariables = (values: Partial<EnvironmentVariables>): Partial<FunctionRecord> => ({
  environment: known({ names: ['GITHUB_TOKEN'], secrets: [], ...values }),
})
const verdictOf = (changes: Partial<FunctionRecord>) => {
  const record = makeFunctionRecord(changes)
  return environmentSecrets.evaluate(record, estateOf([record]))
}

describe('environment-secrets', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'variables without a secret', withVariables({})],
    ['fail', 'a variable with a key', withVariables({ secrets: [makeSecretMatch()] })],
    [
      'fail',
      'a key beside variables that could not be decrypted',
      withVariables({ secrets: [makeSecretMatch()], errorCode: 'KMSAccessDenied' }),
    ],
    [
      'unknown',
      'variables that Lambda could not decrypt',
      withVariables({ names: [], errorCode: 'KMSDisabled' }),
    ],
    ['unknown', 'variables that an older version read', withVariables({ secrets: undefined })],
    ['unknown', 'variables that were denied', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', { environment: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is critical where anyone on the internet reaches the function, and high elsewhere', () => {
    const variables = withVariables({ secrets: [makeSecretMatch()] })
    expect(verdictOf(variables)).toMatchObject({ severity: 'high' })
    const statement = { Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }
    const policy = known(makePolicy(statement, { ...statement, Action: 'lambda:InvokeFunction' }))
    const urls = known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'NONE' }])
    expect(verdictOf({ ...variables, policy, urls })).toMatchObject({ severity: 'critical' })
  })

  it('names the variable, what was recognised and a fingerprint', () => {
    expect(verdictOf(withVariables({ secrets: [makeSecretMatch()] }))).toMatchObject({
      summary: 'A secret stands in the environment: GITHUB_TOKEN.',
      evidence: [
        { label: 'GITHUB_TOKEN', value: 'github token (certain), fingerprint 0123456789abcdef01234567' },
      ],
    })
  })
})
