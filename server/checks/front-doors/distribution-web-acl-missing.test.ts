import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeDistribution } from '#server/testing/source-records.ts'
import { url } from '#server/testing/statements.ts'
import { distributionWebAclMissing } from './distribution-web-acl-missing.ts'

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

describe('distribution-web-acl-missing', () => {
  it.each<[string, string, DistributionRecord, string?]>([
    ['fail', 'no web ACL', front(), 'medium'],
    ['fail', 'no web ACL before signed URLs', front({ restrictsViewers: true }), 'low'],
    ['pass', 'a web ACL', front({}, { webAclArn: known('acl') })],
    ['not applicable', 'a bucket', front({}, {}, { domainName: 'pages.s3.amazonaws.com' })],
    [
      'unknown',
      'a web ACL that was denied',
      front({}, { webAclArn: denied('cloudfront:GetDistributionConfig') }),
    ],
  ])('says %s of %s', (state, _what, record, severity) => {
    const verdict = judgeRecord(distributionWebAclMissing, record, [FN])
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity, affects: [FUNCTION_ARN] })
  })
})
