import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingSubject, findingSubjects } from './finding-subject.ts'
import { readAsff } from './read-asff.ts'

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api'
const asff = (values: object = {}) => ({
  Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/Lambda.1/finding/1',
  ProductName: 'Security Hub',
  Title: 'Public function',
  Severity: { Label: 'CRITICAL' },
  Resources: [{ Type: 'AwsLambdaFunction', Id: `${FN}:$LATEST` }],
  Compliance: { Status: 'FAILED', SecurityControlId: 'Lambda.1' },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  CreatedAt: '2026-11-01T00:00:00Z',
  ...values,
})
const read = (values: object = {}) => readAsff(asff(values), undefined)

describe('a finding in ASFF', () => {
  it('is about our record of its resource', () => {
    expect(read()).toMatchObject({
      rule: 'Lambda.1',
      severity: 'critical',
      resourceArns: [FN],
      firstSeenAt: { value: '2026-11-01T00:00:00.000Z' },
      vulnerability: { state: 'absent' },
    })
  })

  it.each([
    ['archived', { RecordState: 'ARCHIVED' }],
    ['resolved', { Workflow: { Status: 'RESOLVED' } }],
    ['suppressed', { Workflow: { Status: 'SUPPRESSED' } }],
    ['passed', { Compliance: { Status: 'PASSED' } }],
    ['not evaluated', { Compliance: { Status: 'NOT_AVAILABLE' } }],
  ])('that is %s is none', (_, values) => {
    expect(read(values)).toBeUndefined()
  })

  it.each([
    ['critical', { Normalized: 95 }],
    ['high', { Normalized: 70 }],
    ['medium', { Normalized: 40 }],
    ['low', { Normalized: 1 }],
    ['info', { Normalized: 0 }],
    ['info', { Label: 'INFORMATIONAL', Normalized: 90 }],
    ['medium', { Label: 'DREADFUL' }],
    ['medium', undefined],
  ])('is %s by %j', (severity, Severity) => {
    expect(read({ Severity })?.severity).toBe(severity)
  })

  it('of another product keeps its product, its rule and an id of its own', () => {
    const id = 'arn:aws:guardduty:eu-west-1:111122223333:detector/a/finding/b'
    const Types = ['TTPs/Command and Control/Backdoor:Lambda-C&CActivity.B']
    const found = read({ Id: id, ProductName: 'GuardDuty', Types, Compliance: undefined })
    expect(found).toMatchObject({ product: 'GuardDuty', rule: 'Backdoor:Lambda/C&CActivity.B' })
    expect(found?.arn).not.toBe(id)
  })

  it('of a vulnerable package says what mends it', () => {
    const packages = [{ Name: 'lodash', Version: '4.17.20', FixedInVersion: 'NotAvailable' }]
    const Vulnerabilities = [{ Id: 'CVE-2021-23337', VulnerablePackages: packages }]
    expect(read({ Vulnerabilities, Compliance: undefined })).toMatchObject({
      rule: 'CVE-2021-23337',
      vulnerability: { value: { packageName: 'lodash', fixedIn: null, exploited: false } },
    })
  })

  it.each(['javascript:alert(1)', 'http://example.com/', 'data:text/html,x', 'not a link'])(
    'has no link to %s',
    (SourceUrl) => {
      expect(read({ SourceUrl })?.url).toBeNull()
    },
  )

  it('may be any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(asff())), fc.jsonValue()), (odd) => {
        readAsff({ ...asff(), ...odd }, undefined)
      }),
    )
  })
})

describe('what a finding is about', () => {
  it.each([
    [`${FN}:live`, FN],
    [
      'arn:aws:lambda:eu-west-1:111122223333:layer:shared:7',
      'arn:aws:lambda:eu-west-1:111122223333:layer:shared',
    ],
    ['arn:aws:iam::111122223333:role/service/orders', 'arn:aws:iam::111122223333:role/service/orders'],
    [
      'arn:aws:apigateway:eu-west-1::/restapis/abc/stages/prod',
      'arn:aws:apigateway:eu-west-1::/restapis/abc',
    ],
    ['arn:aws:apigateway:eu-west-1::/apis/abc', 'arn:aws:apigateway:eu-west-1::/apis/abc'],
    ['arn:aws:sqs:eu-west-1:111122223333:jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs'],
    ['arn:aws:s3:::bucket', undefined],
    ['arn:aws:iam::111122223333:user/bob', undefined],
    ['i-0123456789', undefined],
    [undefined, undefined],
  ])('%s is named %s by our records', (id, arn) => {
    expect(findingSubject(id)).toBe(arn)
  })

  it('is a role only where functions have it', () => {
    const role = 'arn:aws:iam::111122223333:role/orders'
    expect(findingSubjects([role, FN], new Set([role]))).toEqual([role, FN].sort())
    expect(findingSubjects([role, FN], new Set())).toEqual([FN])
  })
})
