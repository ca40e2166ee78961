import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiClientCertificateMissing } from './api-client-certificate-missing.ts'

const routes = known([
  makeRoute({ integration: { type: 'HTTP_PROXY', uri: 'https://x', invocation: 'synchronous' } }),
])

describe('api-client-certificate-missing', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'HTTP backends and no certificate', { routes }],
    [
      'pass',
      'HTTP backends and a certificate',
      { routes, stages: known([makeStage({ clientCertificateId: 'c' })]) },
    ],
    ['not applicable', 'functions alone', {}],
    ['not applicable', 'an HTTP API', { routes, protocol: 'HTTP' }],
    ['unknown', 'routes that were denied', { routes: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiClientCertificateMissing, makeApi(values)).state).toBe(state)
  })

  it('is off until the organisation wants it', () => {
    expect(apiClientCertificateMissing.off).toBeDefined()
  })
})
