import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { environmentReservedVariable as check } from './environment-reserved-variable.ts'

const names = (...list: string[]) => known({ names: list })

describe('environment-reserved-variable', () => {
  it.each<[string, string, FunctionRecord['environment']]>([
    ['pass', 'variables of its own', names('TABLE', 'AWS_NODEJS_CONNECTION_REUSE_ENABLED', 'PATH')],
    ['pass', 'a wrapper, which may be set', names('AWS_LAMBDA_EXEC_WRAPPER')],
    ['fail low', 'the region', names('TABLE', 'AWS_REGION')],
    ['fail medium', 'credentials', names('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')],
    ['pass', 'names in another case', names('aws_region')],
    ['unknown', 'an environment that was not read', denied('lambda:GetFunction')],
    ['unknown', 'an environment whose key is gone', known({ names: [], errorCode: 'KMSDisabledException' })],
    ['not applicable', 'no environment', absent()],
  ])('says %s of %s', (said, _, environment) => {
    const verdict = check.evaluate(makeFunctionRecord({ environment }), estateOf([]))
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })
})
