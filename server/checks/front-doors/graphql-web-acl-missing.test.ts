import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeGraphqlApi } from '#server/testing/records/posture-records.ts'
import { graphqlWebAclMissing } from './graphql-web-acl-missing.ts'

describe('graphql-web-acl-missing', () => {
  it.each<[string, string, Partial<GraphqlApiRecord>, string?]>([
    ['fail', 'no web ACL', { webAclArn: absent() }],
    ['pass', 'a web ACL', {}],
    ['not applicable', 'a private API', { webAclArn: absent(), visibility: known('PRIVATE') }],
    ['unknown', 'a web ACL that was denied', { webAclArn: denied('appsync:ListGraphqlApis') }],
    ['not applicable', 'an API without functions', { functionArns: absent() }],
    ['unknown', 'functions that were denied', { functionArns: denied('appsync:ListDataSources') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(graphqlWebAclMissing, makeGraphqlApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })
})
