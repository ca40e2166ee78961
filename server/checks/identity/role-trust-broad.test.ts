import { expect, it } from 'vitest'
import { policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import { estateOfRole, failOf, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { makeOrganization } from '#server/testing/source-records.ts'
import { roleTrustBroad as check } from './role-trust-broad.ts'

const LAMBDA = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
const trusting = (Principal: unknown, more: object = {}) =>
  roleForTest([], {
    trustPolicy: known(
      policyDocument([LAMBDA, { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }]),
    ),
  })
const when = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } })
const OTHER = { AWS: 'arn:aws:iam::222222222222:root' }

testRoleCheck(check, [
  ['pass', 'a role for Lambda alone', roleForTest([])],
  ['fail critical', 'a role for anyone', trusting('*')],
  ['fail critical', 'a role for any AWS principal', trusting({ AWS: '*' })],
  ['pass', 'anyone of one organisation', trusting({ AWS: '*' }, when('aws:PrincipalOrgID', 'o-own0000000'))],
  ['fail medium', 'a whole other account', trusting(OTHER)],
  ['pass', 'a whole other account with an external id', trusting(OTHER, when('sts:ExternalId', 'x1y2'))],
  ['pass', 'a whole other account of the organisation', trusting(OTHER), { records: [makeOrganization()] }],
  ['pass', 'its own account', trusting({ AWS: '111122223333' })],
  ['unknown', 'a trust policy that was not read', roleForTest([], { trustPolicy: denied('iam:GetRole') })],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
])

it('is about Lambda’s roles alone, unless anyone may assume them', () => {
  const forOthers = (principal: unknown) =>
    roleForTest([], {
      trustPolicy: known(policyDocument({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' })),
    })
  const stateOf = (role: ReturnType<typeof forOthers>) =>
    check.evaluate(role, estateOfRole(role, { functions: [] })).state
  expect(stateOf(forOthers(OTHER))).toBe('not applicable')
  expect(stateOf(forOthers('*'))).toBe('fail')
})

it('says who is let in', () => {
  expect(failOf(check, trusting('*')).summary).toBe('Its trust policy lets in anyone.')
  expect(check.alerts).toBe(true)
})
