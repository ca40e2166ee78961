import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute } from '#server/testing/source-records.ts'
import { apiKeyOnly } from './api-key-only.ts'

const keyed = (authorization: string) => known([makeRoute({ apiKeyRequired: true, authorization })])

describe('api-key-only', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'a key and nothing else', { routes: keyed('NONE') }],
    ['pass', 'a key and IAM', { routes: keyed('AWS_IAM') }],
    ['pass', 'a key at a private endpoint', { routes: keyed('NONE'), endpointTypes: known(['PRIVATE']) }],
    ['not applicable', 'no key', {}],
    ['not applicable', 'an HTTP API', { protocol: 'HTTP', routes: keyed('NONE') }],
    ['unknown', 'routes that were denied', { routes: denied('apigateway:GET') }],
    ['unknown', 'a policy that was denied', { routes: keyed('NONE'), policy: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiKeyOnly, makeApi(values)).state).toBe(state)
  })

  it('names the function', () => {
    expect(judgeRecord(apiKeyOnly, makeApi({ routes: keyed('NONE') }))).toMatchObject({
      affects: [FUNCTION_ARN],
    })
  })
})
