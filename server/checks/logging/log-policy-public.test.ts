import { describe, expect, it } from 'vitest'
import { namedPolicy } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { logPolicyPublic } from './log-policy-public.ts'

const OPEN = { Effect: 'Allow', Principal: '*', Action: 'logs:PutLogEvents', Resource: '*' }
const holding = (statement: object): Partial<SafeguardsRecord> => ({
  logPolicies: known([namedPolicy('delivery', statement)]),
})

describe('log-policy-public', () => {
  it.each<[string, string, Partial<SafeguardsRecord>]>([
    ['fail', 'everyone', holding(OPEN)],
    ['fail', 'everyone by another word', holding({ ...OPEN, Principal: { AWS: '*' } })],
    ['pass', 'a service', holding({ ...OPEN, Principal: { Service: 'delivery.logs.amazonaws.com' } })],
    [
      'pass',
      'everyone of one account',
      holding({ ...OPEN, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
    ],
    ['not applicable', 'no policy', {}],
    ['unknown', 'hidden policies', { logPolicies: denied('logs:DescribeResourcePolicies') }],
    [
      'unknown',
      'a policy that is no JSON',
      { logPolicies: known([{ name: 'x', document: known({ raw: '{', parsed: undefined }) }]) },
    ],
  ])('says %s of a policy for %s', (state, _what, values) => {
    expect(logPolicyPublic.evaluate(makeSafeguards(values), estateOf([])).state).toBe(state)
  })

  it('quotes the statement', () => {
    expect(logPolicyPublic.evaluate(makeSafeguards(holding(OPEN)), estateOf([]))).toMatchObject({
      evidence: [{ label: 'delivery', value: expect.stringContaining('logs:PutLogEvents') }],
    })
  })
})
