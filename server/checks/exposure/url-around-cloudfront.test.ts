import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { judge } from '#server/testing/judge.ts'
import { makeDistribution } from '#server/testing/source-records.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { urlAroundCloudfront } from './url-around-cloudfront.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const front = (values: Partial<DistributionRecord> = {}, customHeaderNames: string[] = []) =>
  makeDistribution({
    origins: known([{ id: 'fn', domainName: 'x.lambda-url.eu-west-1.on.aws', path: '', customHeaderNames }]),
    behaviours: known([
      { pathPattern: '*', originId: 'fn', allowedMethods: [], restrictsViewers: false, functions: [] },
    ]),
    ...values,
  })

describe('url-around-cloudfront', () => {
  it('says fail of an open URL behind a distribution, the worse the more is gone around', () => {
    expect(judge(urlAroundCloudfront, OPEN, [front()])).toMatchObject({ state: 'fail', severity: 'medium' })
    expect(judge(urlAroundCloudfront, OPEN, [front({ webAclArn: known('acl') })])).toMatchObject({
      severity: 'high',
    })
    expect(judge(urlAroundCloudfront, OPEN, [front({}, ['x-secret'])])).toMatchObject({ severity: 'low' })
  })

  it('says pass of a signed URL behind a distribution', () => {
    expect(judge(urlAroundCloudfront, url('AWS_IAM'), [front()]).state).toBe('pass')
  })

  it('says not applicable without URL, without distribution, or where the distribution is disabled', () => {
    expect(judge(urlAroundCloudfront, { urls: absent() }).state).toBe('not applicable')
    expect(judge(urlAroundCloudfront, OPEN).state).toBe('not applicable')
    expect(judge(urlAroundCloudfront, OPEN, [front({ enabled: known(false) })]).state).toBe('not applicable')
  })

  it('says unknown where URLs, policies or distributions were not seen', () => {
    expect(judge(urlAroundCloudfront, { urls: denied('lambda:ListFunctionUrlConfigs') }).state).toBe(
      'unknown',
    )
    expect(
      judge(urlAroundCloudfront, { ...url('NONE'), policy: denied('lambda:GetPolicy') }, [front()]).state,
    ).toBe('unknown')
    expect(judge(urlAroundCloudfront, OPEN, [], { without: ['distribution'] }).state).toBe('unknown')
  })
})
