import { policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, known } from '#server/domain/field.ts'
import { allow, serviceLinkedRole, testRoleCheck } from '#server/testing/role-check.ts'
import { makeOrganization } from '#server/testing/source-records.ts'
import { roleTrustExternalWithoutExternalId as check } from './role-trust-external-without-external-id.ts'

const LAMBDA = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
const VENDOR = 'arn:aws:iam::222222222222:role/vendor'
const trusting = (principal: string, more: object = {}, statement: unknown = []) =>
  roleForTest(statement, {
    trustPolicy: known(
      policyDocument([
        LAMBDA,
        { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...more },
      ]),
    ),
  })
const EXTERNAL_ID = { Condition: { StringEquals: { 'sts:ExternalId': 'x1y2' } } }

testRoleCheck(check, [
  ['pass', 'Lambda alone', roleForTest([])],
  ['fail low', 'a role of another account', trusting(VENDOR)],
  ['fail medium', 'the same for a dangerous role', trusting(VENDOR, {}, allow('kms:*'))],
  ['pass', 'a role of another account with an external id', trusting(VENDOR, EXTERNAL_ID)],
  [
    'pass',
    'an account that is trusted',
    trusting(VENDOR),
    { parameters: { trustedAccounts: ['222222222222'] } },
  ],
  ['pass', 'an account of the organisation', trusting(VENDOR), { records: [makeOrganization()] }],
  ['pass', 'a role of its own account', trusting('arn:aws:iam::111122223333:role/admin')],
  ['pass', 'a whole account, which role-trust-broad tells', trusting('arn:aws:iam::222222222222:root')],
  ['unknown', 'a trust policy that is not there', roleForTest([], { trustPolicy: absent() })],
  ['not applicable', 'a service-linked role', serviceLinkedRole()],
])
