import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRoute } from '#server/testing/source-records.ts'
import { internalApiPublic } from './internal-api-public.ts'

const name = 'orders-Internal-v2'

describe('internal-api-public', () => {
  it.each<[string, string, Partial<ApiRecord>, string?]>([
    ['fail', 'an internal name and an open route', { name }, 'high'],
    [
      'fail',
      'an internal name and IAM',
      { name, routes: known([makeRoute({ authorization: 'AWS_IAM' })]) },
      'medium',
    ],
    ['fail', 'an internal tag', { tags: known({ internal: 'true' }) }],
    ['pass', 'an internal name and a private endpoint', { name, endpointTypes: known(['PRIVATE']) }],
    ['not applicable', 'another name', {}],
    ['unknown', 'a name without a word and tags that were denied', { tags: denied('apigateway:GET') }],
    ['unknown', 'a policy that was denied', { name, policy: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(internalApiPublic, makeApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('goes by the names that the organisation uses, and is slow for no pattern', () => {
    const parameters = { namePattern: 'sh?p' }
    expect(judgeRecord(internalApiPublic, makeApi(), [], { parameters }).state).toBe('fail')
    const hostile = { namePattern: `${'*a'.repeat(50)}b` }
    const api = makeApi({ name: 'a'.repeat(200) })
    expect(judgeRecord(internalApiPublic, api, [], { parameters: hostile }).state).toBe('not applicable')
  })
})
