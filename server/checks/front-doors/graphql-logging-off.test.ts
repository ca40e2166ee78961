import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeGraphqlApi } from '#server/testing/records/posture-records.ts'
import { graphqlLoggingOff } from './graphql-logging-off.ts'

describe('graphql-logging-off', () => {
  it.each<[string, string, Partial<GraphqlApiRecord>, string?]>([
    ['fail', 'no logs', { fieldLogLevel: absent() }],
    ['fail', 'level NONE', { fieldLogLevel: known('NONE') }],
    ['pass', 'logs of errors', {}],
    ['unknown', 'logs that were denied', { fieldLogLevel: denied('appsync:ListGraphqlApis') }],
    ['not applicable', 'an API without functions', { functionArns: absent() }],
    ['unknown', 'functions that were denied', { functionArns: denied('appsync:ListDataSources') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(graphqlLoggingOff, makeGraphqlApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })
})
