import { expect, it } from 'vitest'
import { policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, known } from '#server/domain/field.ts'
import { allow, failOf, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { roleTrustOtherPrincipals as check } from './role-trust-other-principals.ts'

const trusting = (principal: object, statement: unknown = []) =>
  roleForTest(statement, {
    trustPolicy: known(
      policyDocument([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' },
      ]),
    ),
  })
const EC2 = { Service: 'ec2.amazonaws.com' }

testRoleCheck(check, [
  ['pass', 'itself', trusting({ AWS: roleForTest([]).arn })],
  ['pass', 'Lambda alone', roleForTest([])],
  ['pass', 'Lambda@Edge', trusting({ Service: 'edgelambda.amazonaws.com' })],
  ['fail medium', 'EC2', trusting(EC2)],
  ['fail high', 'EC2 with a dangerous role', trusting(EC2, allow('kms:*'))],
  ['fail low', 'Step Functions', trusting({ Service: 'states.amazonaws.com' })],
  ['fail medium', 'people of its own account', trusting({ AWS: '111122223333' })],
  [
    'fail medium',
    'a SAML directory',
    trusting({ Federated: 'arn:aws:iam::111122223333:saml-provider/corp' }),
  ],
  ['pass', 'another account, which other checks tell', trusting({ AWS: '222222222222' })],
  ['pass', 'anyone, which role-trust-broad tells', trusting({ AWS: '*' })],
  ['unknown', 'a trust policy that is not there', roleForTest([], { trustPolicy: absent() })],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
])

it('names who assumes it besides', () => {
  expect(failOf(check, trusting(EC2)).summary).toBe('ec2.amazonaws.com may assume it besides Lambda.')
})
