import { expect, it } from 'vitest'
import { policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, known } from '#server/domain/field.ts'
import { estateOfRole, failOf, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { roleTrustConfusedDeputy as check } from './role-trust-confused-deputy.ts'

const trusting = (service: string, more: object = {}) =>
  roleForTest([], {
    trustPolicy: known(
      policyDocument({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...more }),
    ),
  })
const OWN = { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }

testRoleCheck(check, [
  ['fail low', 'Lambda without a condition', trusting('lambda.amazonaws.com')],
  ['pass', 'Lambda for its own account', trusting('lambda.amazonaws.com', OWN)],
  ['not applicable', 'a role that does not trust Lambda', trusting('ec2.amazonaws.com')],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
  ['unknown', 'a trust policy that is not there', roleForTest([], { trustPolicy: absent() })],
])

it('is off, and names the functions in the remedy', () => {
  const role = trusting('lambda.amazonaws.com')
  expect(check.off).toMatch(/deputy/)
  expect(check.remediate(role, failOf(check, role), estateOfRole(role)).cli).toContain('function:orders')
})
