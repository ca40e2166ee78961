import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi } from '#server/testing/source-records.ts'
import { apiEndpointInternet } from './api-endpoint-internet.ts'

describe('api-endpoint-internet', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'a regional endpoint', {}],
    ['pass', 'a private endpoint', { endpointTypes: known(['PRIVATE']) }],
    ['not applicable', 'an API without any address', { executeApiDisabled: known(true) }],
    ['unknown', 'an endpoint whose type was denied', { endpointTypes: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiEndpointInternet, makeApi(values)).state).toBe(state)
  })

  it('is off until the organisation wants it', () => {
    expect(apiEndpointInternet.off).toBeDefined()
  })
})
