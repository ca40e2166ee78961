import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRoute } from '#server/testing/source-records.ts'
import { apiExecuteEndpointBesideDomain } from './api-execute-endpoint-beside-domain.ts'

const domain = (mutualTls: boolean): Partial<ApiRecord> => ({
  domains: known([{ domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls }]),
})

describe('api-execute-endpoint-beside-domain', () => {
  it.each<[string, string, Partial<ApiRecord>, string?]>([
    ['fail', 'client certificates at the domain name alone', domain(true), 'high'],
    [
      'fail',
      'the same with IAM besides',
      { ...domain(true), routes: known([makeRoute({ authorization: 'AWS_IAM' })]) },
      'medium',
    ],
    ['pass', 'a default endpoint that is disabled', { ...domain(true), executeApiDisabled: known(true) }],
    ['not applicable', 'a domain name without certificates', domain(false)],
    ['unknown', 'domain names that were denied', { domains: denied('apigateway:GET') }],
    [
      'unknown',
      'an endpoint of which nobody knows',
      { ...domain(true), executeApiDisabled: denied('apigateway:GET') },
    ],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(apiExecuteEndpointBesideDomain, makeApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })
})
