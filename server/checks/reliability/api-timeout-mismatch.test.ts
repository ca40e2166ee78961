import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import {
  FUNCTION_ARN,
  makeApi,
  makePolicy,
  makeRoute,
  makeSchedule,
  makeUserPool,
} from '#server/testing/source-records.ts'
import { apiTimeoutMismatch } from './api-timeout-mismatch.ts'

const waiting = (timeoutMs: number, values: Partial<ApiRecord> = {}) =>
  makeApi({
    ...values,
    routes: known([
      makeRoute({
        integration: { type: 'AWS_PROXY', functionArn: FUNCTION_ARN, invocation: 'synchronous', timeoutMs },
      }),
    ]),
  })
const verdictOf = (seconds: number, records: ResourceRecord[], parameters = {}) => {
  const fn = makeFunctionRecord({ timeoutSeconds: known(seconds) })
  return apiTimeoutMismatch.evaluate(fn, estateOf([fn, ...records]), parameters)
}

describe('api-timeout-mismatch', () => {
  it.each<[string, string, Parameters<typeof verdictOf>]>([
    ['fail', '60 s behind a REST API', [60, [makeApi()]]],
    ['pass', '29 s behind a REST API', [29, [makeApi()]]],
    ['pass', '30 s, which is a second too long', [30, [makeApi()]]],
    ['fail', '30 s where no second is forgiven', [30, [makeApi()], { toleranceSeconds: 0 }]],
    ['fail', '10 s where the integration gives up after 5', [10, [waiting(5000)]]],
    ['pass', '60 s where the integration waits for 60', [60, [waiting(60_000)]]],
    ['fail', '10 s behind a user pool', [10, [makeUserPool()]]],
    ['not applicable', 'no API', [60, []]],
    ['not applicable', 'an API that is not deployed', [60, [makeApi({ stages: known([]) })]]],
  ])('says %s of %s', (state, _what, input) => {
    expect(verdictOf(...input).state).toBe(state)
  })

  it('says unknown where an API may hide behind a grant or a policy', () => {
    const grant = makePolicy({ Principal: { Service: 'apigateway.amazonaws.com' } })
    const granted = makeFunctionRecord({ policy: known(grant) })
    expect(apiTimeoutMismatch.evaluate(granted, estateOf([granted], { without: ['api'] })).state).toBe(
      'unknown',
    )
    const hidden = makeFunctionRecord({ policy: denied('lambda:GetPolicy') })
    expect(apiTimeoutMismatch.evaluate(hidden, estateOf([hidden, makeSchedule()])).state).toBe('unknown')
  })

  it('says unknown of a hidden timeout', () => {
    const fn = makeFunctionRecord({ timeoutSeconds: denied('lambda:GetFunction') })
    expect(apiTimeoutMismatch.evaluate(fn, estateOf([fn, makeApi()])).state).toBe('unknown')
  })
})
