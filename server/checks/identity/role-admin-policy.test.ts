import { namedPolicy, policyDocument, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import { allow, deny, serviceLinkedRole, testRoleCheck, unreadRole } from '#server/testing/role-check.ts'
import { roleAdminPolicy as check } from './role-admin-policy.ts'

const managed = (name: string, statement: object) => ({
  attachedPolicies: known([namedPolicy(name, statement, `arn:aws:iam::aws:policy/${name}`)]),
})
const boundary = (statement: object) => ({ permissionsBoundary: known(namedPolicy('limit', statement)) })
const ADMIN = managed('AdministratorAccess', allow('*'))
const POWER = managed('PowerUserAccess', {
  Effect: 'Allow',
  NotAction: ['iam:*', 'organizations:*', 'account:*'],
  Resource: '*',
})

testRoleCheck(check, [
  ['fail critical', 'AdministratorAccess', roleForTest([], ADMIN)],
  ['fail high', 'PowerUserAccess', roleForTest([], POWER)],
  ['fail critical', 'AdministratorAccess less one action', roleForTest(deny('s3:DeleteBucket'), ADMIN)],
  [
    'pass',
    'AdministratorAccess within a narrow boundary',
    roleForTest([], { ...ADMIN, ...boundary(allow('s3:GetObject')) }),
  ],
  ['pass', 'AdministratorAccess with a Deny of everything', roleForTest(deny('*'), ADMIN)],
  ['pass', 'everything by a policy of its own', roleForTest(allow('*'))],
  [
    'pass',
    'a policy of the account of such a name',
    roleForTest([], {
      attachedPolicies: known([
        namedPolicy(
          'AdministratorAccess',
          allow('*'),
          'arn:aws:iam::111122223333:policy/AdministratorAccess',
        ),
      ]),
    }),
  ],
  ['unknown', 'a role whose policies were not read', unreadRole()],
  ['not applicable', 'a service-linked role', serviceLinkedRole(allow('*'))],
  [
    'not applicable',
    'a role that is for EC2 alone',
    roleForTest([], {
      ...ADMIN,
      trustPolicy: known(
        policyDocument({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      ),
    }),
    { functions: [] },
  ],
])
