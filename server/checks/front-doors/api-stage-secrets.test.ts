import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiStageSecrets } from './api-stage-secrets.ts'

const stage = (
  values: Parameters<typeof makeStage>[0],
  more: Partial<ApiRecord> = {},
): Partial<ApiRecord> => ({
  stages: known([makeStage(values)]),
  ...more,
})
const MOCK = known([makeRoute({ integration: { type: 'MOCK', invocation: 'synchronous' } })])

describe('api-stage-secrets', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    [
      'fail',
      'a key among the variables',
      stage({
        secrets: [{ where: 'KEY', detector: 'aws-access-key', confidence: 'certain', fingerprint: 'f' }],
      }),
    ],
    [
      'fail',
      'a likely secret',
      stage({ secrets: [{ where: 'TOKEN', detector: 'entropy', confidence: 'likely', fingerprint: 'f' }] }),
    ],
    ['pass', 'variables without secrets', stage({ secrets: [] })],
    ['unknown', 'a record of an older version', stage({})],
    ['not applicable', 'an API without functions', { routes: MOCK }],
    ['unknown', 'stages that were denied', { stages: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiStageSecrets, makeApi(values)).state).toBe(state)
  })

  it('names the stage and its function, and the command for it', () => {
    const record = makeApi(
      stage({
        secrets: [{ where: 'KEY', detector: 'aws-access-key', confidence: 'certain', fingerprint: 'f' }],
      }),
    )
    const verdict = judgeRecord(apiStageSecrets, record)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(verdict.affects).toEqual([FUNCTION_ARN])
    expect(verdict.summary).toContain('prod')
    expect(apiStageSecrets.remediate(record, verdict, estateOf([record])).cli).toContain(
      'op=remove,path=/variables/KEY',
    )
  })
})
