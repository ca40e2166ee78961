import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiCacheUnencrypted } from './api-cache-unencrypted.ts'

const stage = (
  values: Parameters<typeof makeStage>[0],
  more: Partial<ApiRecord> = {},
): Partial<ApiRecord> => ({
  stages: known([makeStage(values)]),
  ...more,
})
const MOCK = known([makeRoute({ integration: { type: 'MOCK', invocation: 'synchronous' } })])

describe('api-cache-unencrypted', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'a cache in the clear', stage({ cacheEnabled: true, cacheEncrypted: false })],
    ['pass', 'a cache that is encrypted', stage({ cacheEnabled: true, cacheEncrypted: true })],
    ['not applicable', 'no cache', stage({ cacheEnabled: false })],
    ['unknown', 'a record of an older version', stage({})],
    ['not applicable', 'an HTTP API', stage({}, { protocol: 'HTTP' })],
    ['not applicable', 'an API without functions', { routes: MOCK }],
    ['unknown', 'stages that were denied', { stages: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiCacheUnencrypted, makeApi(values)).state).toBe(state)
  })

  it('names the stage and its function, and the command for it', () => {
    const record = makeApi(stage({ cacheEnabled: true, cacheEncrypted: false }))
    const verdict = judgeRecord(apiCacheUnencrypted, record)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(verdict.affects).toEqual([FUNCTION_ARN])
    expect(verdict.summary).toContain('prod')
    expect(apiCacheUnencrypted.remediate(record, verdict, estateOf([record])).cli).toContain(
      '--stage-name prod',
    )
  })
})
