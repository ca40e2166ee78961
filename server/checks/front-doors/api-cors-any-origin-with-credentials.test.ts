import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi } from '#server/testing/source-records.ts'
import { apiCorsAnyOriginWithCredentials } from './api-cors-any-origin-with-credentials.ts'

const cors = (origin: string, allowCredentials: boolean): Partial<ApiRecord> => ({
  cors: known({ allowOrigins: [origin], allowCredentials }),
})

describe('api-cors-any-origin-with-credentials', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'any HTTPS origin with credentials', cors('https://*', true)],
    ['pass', 'any origin without credentials', cors('*', false)],
    ['pass', 'one origin with credentials', cors('https://shop.example.com', true)],
    ['not applicable', 'no CORS', { cors: absent() }],
    ['not applicable', 'a REST API', { ...cors('https://*', true), protocol: 'REST' }],
    ['unknown', 'CORS that was denied', { cors: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiCorsAnyOriginWithCredentials, makeApi({ protocol: 'HTTP', ...values })).state).toBe(
      state,
    )
  })
})
