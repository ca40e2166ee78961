import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRoute } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute } from '#server/testing/source-records.ts'
import { apiRequestValidationMissing } from './api-request-validation-missing.ts'

const route = (values: Partial<ApiRoute>) => makeApi({ routes: known([makeRoute(values)]) })

describe('api-request-validation-missing', () => {
  it.each<[string, string, ReturnType<typeof makeApi>]>([
    ['fail', 'POST without validator', route({ method: 'POST' })],
    ['pass', 'POST with a validator', route({ method: 'POST', requestValidator: 'v1' })],
    ['not applicable', 'GET', route({})],
    ['not applicable', 'a greedy path', route({ method: 'ANY', path: '/{proxy+}' })],
    ['not applicable', 'an HTTP API', { ...route({ method: 'POST' }), protocol: 'HTTP' }],
    ['unknown', 'routes that were denied', makeApi({ routes: denied('apigateway:GET') })],
  ])('says %s of %s', (state, _what, api) => {
    expect(judgeRecord(apiRequestValidationMissing, api).state).toBe(state)
  })

  it('names the route and its function', () => {
    const verdict = judgeRecord(apiRequestValidationMissing, route({ method: 'PUT' }))
    expect(verdict).toMatchObject({
      summary: expect.stringContaining('PUT /orders'),
      affects: [FUNCTION_ARN],
    })
  })
})
