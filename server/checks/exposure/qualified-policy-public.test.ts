import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { anyone, when } from '#server/testing/statements.ts'
import { qualifiedPolicyPublic } from './qualified-policy-public.ts'

const live = (...statements: object[]) => ({ qualifiedPolicies: known({ live: makePolicy(...statements) }) })

describe('qualified-policy-public', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'an alias that everyone may invoke', live(anyone())],
    [
      'fail',
      'an open alias though its own policy is denied',
      { ...live(anyone()), policy: denied('lambda:GetPolicy') },
    ],
    [
      'pass',
      'an alias for its organisation',
      live(anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))),
    ],
    [
      'not applicable',
      'an open function without aliases',
      { policy: policyOf(anyone()), qualifiedPolicies: absent() },
    ],
    ['unknown', 'policies that were denied', { qualifiedPolicies: denied('lambda:GetPolicy') }],
    [
      'unknown',
      'a policy that is none',
      { qualifiedPolicies: known({ live: { raw: 'x', parsed: undefined } }) },
    ],
  ])('says %s of %s', (state, _what, values) => {
    expect(judge(qualifiedPolicyPublic, values).state).toBe(state)
  })

  it('names the alias in the summary and in the command', () => {
    expect(judge(qualifiedPolicyPublic, live(anyone()))).toMatchObject({
      summary: expect.stringContaining(':live'),
    })
    expect(remedyOf(qualifiedPolicyPublic, live(anyone())).cli).toContain(
      '--qualifier live --statement-id s0',
    )
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(qualifiedPolicyPublic, live(...statements)).state,
  )
})
