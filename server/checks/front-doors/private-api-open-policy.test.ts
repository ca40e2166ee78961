import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeApi, makeRoute } from '#server/testing/source-records.ts'
import { when } from '#server/testing/statements.ts'
import { privateApiOpenPolicy } from './private-api-open-policy.ts'

const ALLOW = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
const only = (key: string, value: string) => ({
  ...ALLOW,
  Effect: 'Deny',
  ...when('StringNotEquals', key, value),
})

describe('private-api-open-policy', () => {
  it.each<[string, string, Partial<ApiRecord>, string?]>([
    ['fail', 'everyone', { policy: policyOf(ALLOW) }, 'medium'],
    [
      'fail',
      'everyone as far as IAM',
      { policy: policyOf(ALLOW), routes: known([makeRoute({ authorization: 'AWS_IAM' })]) },
      'low',
    ],
    ['pass', 'one endpoint', { policy: policyOf(ALLOW, only('aws:SourceVpce', 'vpce-1')) }],
    [
      'pass',
      'one VPC',
      { policy: policyOf({ ...ALLOW, ...when('StringEquals', 'aws:SourceVpc', 'vpc-1') }) },
    ],
    ['pass', 'nobody yet', { policy: absent() }],
    ['not applicable', 'a regional API', { endpointTypes: known(['REGIONAL']), policy: policyOf(ALLOW) }],
    ['unknown', 'a policy that was denied', { policy: denied('apigateway:GET') }],
    ['unknown', 'an endpoint whose type was denied', { endpointTypes: denied('apigateway:GET') }],
  ])('says %s of a private API for %s', (state, _what, values, severity) => {
    const verdict = judgeRecord(
      privateApiOpenPolicy,
      makeApi({ endpointTypes: known(['PRIVATE']), ...values }),
    )
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  itKeepsOrder(
    ['execute-api:Invoke'],
    (statements) =>
      judgeRecord(
        privateApiOpenPolicy,
        makeApi({ endpointTypes: known(['PRIVATE']), policy: policyOf(...statements) }),
      ).state,
  )
})
