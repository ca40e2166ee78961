import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiAuthorizer, ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute } from '#server/testing/source-records.ts'
import { apiAuthorizerCacheWithoutIdentity } from './api-authorizer-cache-without-identity.ts'

const api = (values: Partial<ApiAuthorizer>, more: Partial<ApiRecord> = {}) =>
  makeApi({
    routes: known([makeRoute({ authorization: 'CUSTOM', authorizerId: 'a1' })]),
    authorizers: known([
      {
        id: 'a1',
        name: 'gate',
        type: 'REQUEST',
        functionArn: `${FUNCTION_ARN}-auth`,
        userPoolArns: [],
        audiences: [],
        identitySources: [],
        ...values,
      },
    ]),
    ...more,
  })
const TOKEN = ['method.request.header.Authorization']

describe('api-authorizer-cache-without-identity', () => {
  it.each<[string, string, ApiRecord]>([
    ['fail', 'a cache and no identity source', api({ cacheTtlSeconds: 300 })],
    ['fail', 'a cache by stage', api({ cacheTtlSeconds: 300, identitySources: ['stageVariables.env'] })],
    ['pass', 'a cache by token', api({ cacheTtlSeconds: 300, identitySources: TOKEN })],
    ['pass', 'no cache', api({ cacheTtlSeconds: 0 })],
    ['not applicable', 'a JWT authorizer', api({ functionArn: undefined, cacheTtlSeconds: 300 })],
    ['not applicable', 'an authorizer that no route uses', api({ id: 'other', cacheTtlSeconds: 300 })],
    ['unknown', 'authorizers that were denied', api({}, { authorizers: denied('apigateway:GET') })],
  ])('says %s of %s', (state, _what, record) => {
    expect(judgeRecord(apiAuthorizerCacheWithoutIdentity, record).state).toBe(state)
  })
})
