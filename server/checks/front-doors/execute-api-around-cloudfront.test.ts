import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { makeApi, makeDistribution, makeRoute } from '#server/testing/source-records.ts'
import { when } from '#server/testing/statements.ts'
import { executeApiAroundCloudfront } from './execute-api-around-cloudfront.ts'

const front = (values: Partial<DistributionRecord> = {}, customHeaderNames: string[] = []) =>
  makeDistribution({
    origins: known([
      { id: 'api', domainName: 'api1.execute-api.eu-west-1.amazonaws.com', path: '/prod', customHeaderNames },
    ]),
    behaviours: known([
      { pathPattern: '*', originId: 'api', allowedMethods: [], restrictsViewers: false, functions: [] },
    ]),
    ...values,
  })
const office = policyOf({
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: '*',
  ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24'),
})
const keyed = makeApi({ routes: known([makeRoute({ apiKeyRequired: true })]) })

describe('execute-api-around-cloudfront', () => {
  it('says fail of an endpoint that answers beside the distribution, the worse the more is gone around', () => {
    expect(judgeRecord(executeApiAroundCloudfront, makeApi(), [front()])).toMatchObject({
      state: 'fail',
      severity: 'medium',
    })
    expect(
      judgeRecord(executeApiAroundCloudfront, makeApi(), [front({ webAclArn: known('acl') })]),
    ).toMatchObject({ severity: 'high' })
    expect(judgeRecord(executeApiAroundCloudfront, makeApi(), [front({}, ['x-secret'])])).toMatchObject({
      severity: 'low',
    })
  })

  it('says pass of an endpoint that is disabled, narrowed, or asks for the key that CloudFront adds', () => {
    const domains = known([{ domainName: 'api.example.com', basePath: '', stage: 'prod', mutualTls: false }])
    const closed = makeApi({ executeApiDisabled: known(true), domains })
    expect(judgeRecord(executeApiAroundCloudfront, closed, [front()]).state).toBe('pass')
    expect(judgeRecord(executeApiAroundCloudfront, makeApi({ policy: office }), [front()]).state).toBe('pass')
    expect(judgeRecord(executeApiAroundCloudfront, keyed, [front({}, ['X-Api-Key'])]).state).toBe('pass')
  })

  it('says not applicable without a distribution, or with one that is disabled', () => {
    expect(judgeRecord(executeApiAroundCloudfront, makeApi()).state).toBe('not applicable')
    expect(judgeRecord(executeApiAroundCloudfront, makeApi(), [front({ enabled: known(false) })]).state).toBe(
      'not applicable',
    )
  })

  it('says unknown where distributions, the endpoint or the policy were not seen', () => {
    expect(judgeRecord(executeApiAroundCloudfront, makeApi(), [], { without: ['distribution'] }).state).toBe(
      'unknown',
    )
    const hidden = makeApi({ executeApiDisabled: denied('apigateway:GET') })
    expect(judgeRecord(executeApiAroundCloudfront, hidden, [front()]).state).toBe('unknown')
    const policy = makeApi({ policy: denied('apigateway:GET') })
    expect(judgeRecord(executeApiAroundCloudfront, policy, [front()]).state).toBe('unknown')
  })
})
