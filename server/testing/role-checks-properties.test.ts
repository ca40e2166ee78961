import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CHECKS } from '#server/checks/index.ts'
import { namedPolicy, roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { allow, deny, estateOfRole } from './role-check.ts'

vi.setConfig({ testTimeout: 60_000 })

/**
 * Checks that tell of a grant in turn: what a limit takes from the first leaves the next one to speak. Trust, sharing and
 * use are left out, as no permission changes them.
 */
const FAMILIES: readonly (readonly string[])[] = [
  [
    'role-admin-policy',
    'role-allows-everything',
    'role-not-action',
    'role-service-wildcard',
    'role-full-iam',
    'role-full-kms',
    'role-full-cloudtrail',
    'role-unconstrained-write',
    'role-resource-wildcard',
    'role-privilege-escalation',
    'role-permissions-management',
  ],
  ['role-privilege-escalation', 'role-full-iam'],
  ['role-data-exfiltration'],
  ['role-credential-exposure'],
  ['role-full-cloudtrail'],
  ['role-reads-every-secret'],
  ['role-database-direct'],
  ['role-changes-itself'],
  ['role-deletes-logs'],
  ['role-unknown-actions'],
]

const ACTIONS = [
  '*',
  's3:*',
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:Put*',
  'dynamodb:*',
  'dynamodb:Scan',
  'dynamodb:PutItem',
  'dynamodb:DeleteTable',
  'kms:*',
  'kms:Decrypt',
  'iam:*',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'iam:CreateAccessKey',
  'lambda:*',
  'lambda:CreateFunction',
  'lambda:UpdateFunctionCode',
  'sts:AssumeRole',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter*',
  'cloudtrail:*',
  'cloudtrail:StopLogging',
  'logs:*',
  'logs:DeleteLogGroup',
  'logs:PutLogEvents',
  'rds-db:connect',
  'sqs:SendMesage',
] as const
const RESOURCES = [
  '*',
  'arn:aws:s3:::app-*/*',
  'arn:aws:s3:::b/*',
  'arn:aws:dynamodb:eu-west-1:111122223333:table/*',
  'arn:aws:iam::111122223333:role/app-role',
  'arn:aws:lambda:eu-west-1:111122223333:function:orders',
  'arn:aws:secretsmanager:*:*:secret:*',
] as const
const CONDITION = { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }

const grant = fc
  .record({
    actions: fc.subarray([...ACTIONS], { minLength: 1, maxLength: 4 }),
    resource: fc.constantFrom(...RESOURCES),
    not: fc.boolean(),
    conditional: fc.boolean(),
  })
  .map(({ actions, resource, not, conditional }) => ({
    ...(not ? { Effect: 'Allow', NotAction: actions, Resource: resource } : allow(actions, resource)),
    ...(conditional ? CONDITION : {}),
  }))
const refusal = fc
  .record({
    actions: fc.subarray([...ACTIONS], { minLength: 1, maxLength: 4 }),
    resource: fc.constantFrom(...RESOURCES),
  })
  .map(({ actions, resource }) => deny(actions, resource))

const BY_ID = new Map(CHECKS.map((check) => [check.id, check]))

/** By family: whether one of its checks fails. Undefined for an administrator, of whom most checks do not speak. */
function failing(role: RoleRecord): boolean[] | undefined {
  const around = estateOfRole(role)
  const access = around.access(role.arn)
  if (access.state === 'known' && access.value.permissions.admin) return undefined
  return FAMILIES.map((family) => family.some((id) => BY_ID.get(id)?.evaluate(role, around).state === 'fail'))
}

function expectNoneAdded(before: RoleRecord, after: RoleRecord): void {
  const [was, is] = [failing(before), failing(after)]
  if (!was || !is) return
  expect(FAMILIES.filter((_, i) => is[i] && !was[i])).toEqual([])
}

describe('what a role may do', () => {
  it('gets no finding by a Deny', () => {
    fc.assert(
      fc.property(fc.array(grant, { minLength: 1, maxLength: 3 }), refusal, (grants, refused) => {
        expectNoneAdded(roleForTest(grants), roleForTest([...grants, refused]))
      }),
      { numRuns: 25 },
    )
  })

  it('gets no finding by a boundary', () => {
    fc.assert(
      fc.property(fc.array(grant, { minLength: 1, maxLength: 3 }), grant, (grants, limit) => {
        const bounded = { permissionsBoundary: known(namedPolicy('limit', limit)) }
        expectNoneAdded(roleForTest(grants), roleForTest(grants, bounded))
      }),
      { numRuns: 25 },
    )
  })

  it('gets no pass by what could not be read', () => {
    fc.assert(
      fc.property(fc.array(grant, { minLength: 1, maxLength: 2 }), (grants) => {
        const role = roleForTest(grants, {
          attachedPolicies: known([
            { name: 'm', document: { state: 'denied', permission: 'iam:GetPolicy' } },
          ]),
        })
        const around = estateOfRole(role)
        const passing = FAMILIES.flat().filter((id) => BY_ID.get(id)?.evaluate(role, around).state === 'pass')
        expect(passing).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})
