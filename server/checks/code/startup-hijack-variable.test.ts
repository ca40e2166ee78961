import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { startupHijackVariable } from './startup-hijack-variable.ts'

const variables = (...names: string[]): Partial<FunctionRecord> => ({ environment: known({ names }) })
const OTEL = 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-arm64-ver-1-18-1:4'
const verdictOf = (changes: Partial<FunctionRecord>) =>
  startupHijackVariable.evaluate(makeFunctionRecord(changes), estateOf([]))

describe('startup-hijack-variable', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'variables of its own', variables('TABLE')],
    ['pass', 'a variable of another language', variables('PYTHONSTARTUP')],
    ['fail', 'a wrapper script', variables('AWS_LAMBDA_EXEC_WRAPPER')],
    ['fail', 'a library for every process', variables('LD_PRELOAD', 'TABLE')],
    [
      'fail',
      'a container image with options of any language',
      { ...variables('RUBYOPT'), runtime: absent() },
    ],
    [
      'unknown',
      'variables that could not be decrypted',
      { environment: known({ names: [], errorCode: 'KMSDisabled' }) },
    ],
    ['unknown', 'variables that were denied', { environment: denied('lambda:GetFunction') }],
    ['not applicable', 'no variables', { environment: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is milder for options that are mostly harmless, and where a known agent starts so', () => {
    const wrapper = variables('AWS_LAMBDA_EXEC_WRAPPER')
    expect(verdictOf(wrapper)).toMatchObject({ severity: 'medium' })
    expect(verdictOf({ ...wrapper, layers: known([OTEL]) })).toMatchObject({ severity: 'low' })
    expect(verdictOf(variables('NODE_OPTIONS'))).toMatchObject({ severity: 'low' })
    expect(verdictOf(variables('NODE_OPTIONS', 'LD_PRELOAD'))).toMatchObject({ severity: 'medium' })
  })
})
