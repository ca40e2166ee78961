import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi } from '#server/testing/source-records.ts'
import { apiDomainOldTls } from './api-domain-old-tls.ts'

const domain = (securityPolicy?: string): Partial<ApiRecord> => ({
  domains: known([
    { domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: false, securityPolicy },
  ]),
})

describe('api-domain-old-tls', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'TLS 1.0', domain('TLS_1_0')],
    ['pass', 'TLS 1.2', domain('TLS_1_2')],
    ['not applicable', 'no domain name', { domains: absent() }],
    ['unknown', 'a policy that was not told', domain()],
    ['unknown', 'domain names that were denied', { domains: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiDomainOldTls, makeApi(values)).state).toBe(state)
  })
})
