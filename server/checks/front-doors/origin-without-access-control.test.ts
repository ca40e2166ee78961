import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { DistributionRecord } from '#server/domain/records/distribution-record.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { judgeRecord } from '#server/testing/judge.ts'
import { FUNCTION_ARN, makeDistribution } from '#server/testing/source-records.ts'
import { url } from '#server/testing/statements.ts'
import { originWithoutAccessControl } from './origin-without-access-control.ts'

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

describe('origin-without-access-control', () => {
  it.each<[string, string, DistributionRecord]>([
    ['fail', 'a function URL without access control', front()],
    ['pass', 'a function URL with access control', front({}, {}, { originAccessControlId: 'E2' })],
    ['not applicable', 'an API', front({}, {}, { domainName: 'api1.execute-api.eu-west-1.amazonaws.com' })],
    ['not applicable', 'an origin that no behaviour uses', front({ originId: 'other' })],
    [
      'unknown',
      'origins that were denied',
      front({}, { origins: denied('cloudfront:GetDistributionConfig') }),
    ],
  ])('says %s of %s', (state, _what, record) => {
    expect(judgeRecord(originWithoutAccessControl, record, [FN]).state).toBe(state)
  })

  it('is low where the URL refuses what is not signed', () => {
    expect(judgeRecord(originWithoutAccessControl, front(), [FN])).toMatchObject({
      severity: 'medium',
      affects: [FUNCTION_ARN],
    })
    const signed = makeFunctionRecord(url('AWS_IAM'))
    expect(judgeRecord(originWithoutAccessControl, front(), [signed])).toMatchObject({ severity: 'low' })
  })
})
