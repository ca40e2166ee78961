import type { AttachedPolicy, GroupSpec, NamedPolicy, UserSpec } from './iam.ts'
import { type Account, dayMs, type Statement } from './model.ts'
import { people } from './names.ts'
import { awsIdFrom } from './prng.ts'

const createdMs = Date.UTC(2023, 2, 1)

const byAws = (name: string): AttachedPolicy => ({
  PolicyName: name,
  PolicyArn: `arn:aws:iam::aws:policy/${name}`,
})
const byUs = (account: Account, name: string): AttachedPolicy => ({
  PolicyName: name,
  PolicyArn: `arn:aws:iam::${account.id}:policy/${name}`,
})
const inline = (PolicyName: string, ...Statement: Statement[]): NamedPolicy => ({
  PolicyName,
  document: {
    Version: '2012-10-17',
    Statement: Statement[1] === undefined ? (Statement[0] ?? []) : Statement,
  },
})

/** Groups: administrators, developers who may change the code of functions, and deployers. */
export function makeGroups(account: Account): GroupSpec[] {
  const group = (name: string, attached: AttachedPolicy[], policies: NamedPolicy[] = []): GroupSpec => ({
    name,
    id: awsIdFrom('AGPA', account.id, name),
    arn: `arn:aws:iam::${account.id}:group/${name}`,
    createdMs,
    inline: policies,
    attached,
  })
  return [
    group('admins', [byAws('AdministratorAccess')]),
    group('deployers', [byUs(account, 'deploy-functions')]),
    group(
      'developers',
      [byAws('ReadOnlyAccess')],
      [
        inline(
          'hot-fix',
          {
            Sid: 'HotFix',
            Effect: 'Allow',
            Action: ['lambda:UpdateFunctionCode', 'lambda:PublishVersion'],
            Resource: `arn:aws:lambda:*:${account.id}:function:*`,
          },
          {
            Sid: 'WithMfaOnly',
            Effect: 'Deny',
            Action: 'lambda:*',
            Resource: '*',
            Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
          },
        ),
      ],
    ),
  ]
}

/** People and programs with a user of their own. */
export function makeUsers(account: Account): UserSpec[] {
  const user = (name: string, parts: Partial<UserSpec>): UserSpec => ({
    name,
    path: '/',
    id: awsIdFrom('AIDA', account.id, name),
    arn: `arn:aws:iam::${account.id}:user${parts.path ?? '/'}${name}`,
    createdMs,
    groups: [],
    inline: [],
    attached: [],
    tags: {},
    ...parts,
  })
  return [
    ...people.slice(4).map((person, i) =>
      user(person.name, {
        createdMs: createdMs + i * 40 * dayMs,
        groups: [i === 0 ? 'admins' : 'developers'],
        tags: { team: person.team },
      }),
    ),
    user('contractor-jansen', {
      groups: ['developers'],
      boundaryArn: `arn:aws:iam::${account.id}:policy/deployment-boundary`,
      tags: { until: '2027-01-31' },
    }),
    user('legacy-ci', {
      path: '/system/',
      groups: ['deployers'],
      inline: [inline('pass-any-role', { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' })],
    }),
    user('sightline', {
      createdMs: Date.UTC(2026, 0, 12),
      inline: [
        inline('assume-read-only', {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: 'arn:aws:iam::*:role/SightlineReadOnly',
        }),
      ],
    }),
  ]
}
