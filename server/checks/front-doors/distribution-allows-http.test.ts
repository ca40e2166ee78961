import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeDistribution } from '#server/testing/source-records.ts'
import { url } from '#server/testing/statements.ts'
import { distributionAllowsHttp } from './distribution-allows-http.ts'

const front = (behaviour: object = {}, values: Partial<DistributionRecord> = {}, origin: object = {}) =>
  makeDistribution({
    origins: known([
      { id: 'fn', domainName: 'x.lambda-url.eu-west-1.on.aws', path: '', customHeaderNames: [], ...origin },
    ]),
    behaviours: known([
      {
        pathPattern: '*',
        originId: 'fn',
        allowedMethods: [],
        restrictsViewers: false,
        functions: [],
        ...behaviour,
      },
    ]),
    ...values,
  })
const FN = makeFunctionRecord(url('NONE'))

describe('distribution-allows-http', () => {
  it.each<[string, string, DistributionRecord]>([
    ['fail', 'plain HTTP to a function URL', front({ viewerProtocolPolicy: 'allow-all' })],
    ['pass', 'a redirect to HTTPS', front({ viewerProtocolPolicy: 'redirect-to-https' })],
    [
      'not applicable',
      'plain HTTP to a bucket',
      front({ viewerProtocolPolicy: 'allow-all' }, {}, { domainName: 'pages.s3.amazonaws.com' }),
    ],
    [
      'not applicable',
      'a distribution that is disabled',
      front({ viewerProtocolPolicy: 'allow-all' }, { enabled: known(false) }),
    ],
    [
      'unknown',
      'behaviours that were denied',
      front({}, { behaviours: denied('cloudfront:GetDistributionConfig') }),
    ],
    ['unknown', 'a protocol that was not told', front()],
  ])('says %s of %s', (state, _what, record) => {
    expect(judgeRecord(distributionAllowsHttp, record, [FN]).state).toBe(state)
  })

  it('names the function of the URL, and a function at the edge', () => {
    const behaviour = { viewerProtocolPolicy: 'allow-all' }
    expect(judgeRecord(distributionAllowsHttp, front(behaviour), [FN])).toMatchObject({
      affects: [FUNCTION_ARN],
    })
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:headers'
    const functions = [{ eventType: 'viewer-request', arn: `${arn}:3`, includesBody: false }]
    const edge = front({ ...behaviour, functions }, {}, { domainName: 'pages.s3.amazonaws.com' })
    expect(judgeRecord(distributionAllowsHttp, edge)).toMatchObject({ affects: [arn] })
  })
})
