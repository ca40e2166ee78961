import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiExecutionLoggingOff } from './api-execution-logging-off.ts'

const stage = (
  values: Parameters<typeof makeStage>[0],
  more: Partial<ApiRecord> = {},
): Partial<ApiRecord> => ({
  stages: known([makeStage(values)]),
  ...more,
})
const MOCK = known([makeRoute({ integration: { type: 'MOCK', invocation: 'synchronous' } })])

describe('api-execution-logging-off', () => {
  it.each<[string, string, Partial<ApiRecord>]>([
    ['fail', 'a stage without execution log', stage({})],
    ['fail', 'a stage with level OFF', stage({ executionLogLevel: 'OFF' }, { protocol: 'WEBSOCKET' })],
    ['pass', 'a stage that logs errors', stage({ executionLogLevel: 'ERROR' })],
    ['not applicable', 'an HTTP API', stage({}, { protocol: 'HTTP' })],
    ['not applicable', 'an API without functions', { routes: MOCK }],
    ['unknown', 'stages that were denied', { stages: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(judgeRecord(apiExecutionLoggingOff, makeApi(values)).state).toBe(state)
  })

  it('names the stage and its function, and the command for it', () => {
    const record = makeApi(stage({}))
    const verdict = judgeRecord(apiExecutionLoggingOff, record)
    if (verdict.state !== 'fail') throw new Error(verdict.state)
    expect(verdict.affects).toEqual([FUNCTION_ARN])
    expect(verdict.summary).toContain('prod')
    expect(apiExecutionLoggingOff.remediate(record, verdict, estateOf([record])).cli).toContain(
      '--stage-name prod',
    )
  })
})
