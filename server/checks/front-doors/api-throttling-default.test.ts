import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { makeApi, makeRoute, makeStage } from '#server/testing/source-records.ts'
import { apiThrottlingDefault } from './api-throttling-default.ts'

const keyed = known([makeRoute({ apiKeyRequired: true })])
const plan = (throttle: object) => known([{ id: 'p', name: 'gold', stages: ['api1:prod'], throttle }])

describe('api-throttling-default', () => {
  it.each<[string, string, Partial<ApiRecord>, string?]>([
    ['fail', 'an open route without limits', {}, 'medium'],
    [
      'fail',
      'a route with IAM without limits',
      { routes: known([makeRoute({ authorization: 'AWS_IAM' })]) },
      'low',
    ],
    ['fail', 'a usage plan without limits', { routes: keyed, usagePlans: plan({}) }],
    ['pass', 'a limit of the stage', { stages: known([makeStage({ throttle: { ratePerSecond: 50 } })]) }],
    [
      'pass',
      'a limit of the route',
      { stages: known([makeStage({ routeThrottles: { 'orders/GET': { ratePerSecond: 5 } } })]) },
    ],
    ['pass', 'a usage plan with limits', { routes: keyed, usagePlans: plan({ ratePerSecond: 5 }) }],
    ['not applicable', 'a private endpoint', { endpointTypes: known(['PRIVATE']) }],
    ['unknown', 'stages that were denied', { stages: denied('apigateway:GET') }],
  ])('says %s of %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(apiThrottlingDefault, makeApi(values))
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('tells how to set a limit of each kind of API', () => {
    const cli = (api: ApiRecord) => {
      const verdict = judgeRecord(apiThrottlingDefault, api)
      if (verdict.state !== 'fail') throw new Error(verdict.state)
      return apiThrottlingDefault.remediate(api, verdict, estateOf([])).cli
    }
    expect(cli(makeApi())).toContain('throttling/rateLimit')
    expect(cli(makeApi({ protocol: 'HTTP' }))).toContain('ThrottlingRateLimit=100')
  })
})
