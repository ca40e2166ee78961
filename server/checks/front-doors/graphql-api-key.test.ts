import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeGraphqlApi } from '#server/testing/records/posture-records.ts'
import { graphqlApiKey } from './graphql-api-key.ts'

describe('graphql-api-key', () => {
  it.each<[string, string, Partial<GraphqlApiRecord>, string?]>([
    ['fail', 'a key by default', { authentications: known(['API_KEY', 'AWS_IAM']) }, 'medium'],
    ['fail', 'a key for some types', { authentications: known(['AWS_IAM', 'API_KEY']) }, 'low'],
    ['fail', 'a key inside', { authentications: known(['API_KEY']), visibility: known('PRIVATE') }, 'low'],
    ['pass', 'IAM', {}],
    ['unknown', 'ways that were denied', { authentications: denied('appsync:ListGraphqlApis') }],
    ['not applicable', 'an API without functions', { functionArns: absent() }],
    ['unknown', 'functions that were denied', { functionArns: denied('appsync:ListDataSources') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(graphqlApiKey, makeGraphqlApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })
})
