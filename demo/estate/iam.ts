import { managedPolicies } from './managed-policies.ts'
import type { Account, FunctionSpec, Statement } from './model.ts'
import { makeGroups, makeUsers } from './people.ts'
import { awsIdFrom, Chance } from './prng.ts'
import { executionRole, fixedRoles } from './roles.ts'

export type Document = { Version: string; Statement: Statement | Statement[] } | string
export type NamedPolicy = { PolicyName: string; document: Document }
export type AttachedPolicy = { PolicyName: string; PolicyArn: string }

export type RoleSpec = {
  name: string
  id: string
  arn: string
  path: string
  createdMs: number
  trust: Document
  inline: NamedPolicy[]
  attached: AttachedPolicy[]
  boundaryArn?: string
  tags: Record<string, string>
  lastUsed: boolean
  description?: string
}

export type UserSpec = {
  name: string
  path: string
  boundaryArn?: string
  tags: Record<string, string>
  id: string
  arn: string
  createdMs: number
  groups: string[]
  inline: NamedPolicy[]
  attached: AttachedPolicy[]
}
export type GroupSpec = {
  name: string
  id: string
  arn: string
  createdMs: number
  inline: NamedPolicy[]
  attached: AttachedPolicy[]
}
export type PolicySpec = {
  name: string
  id: string
  arn: string
  createdMs: number
  versions: Document[]
  attachmentCount: number
}
export type IamEstate = {
  roles: RoleSpec[]
  users: UserSpec[]
  groups: GroupSpec[]
  policies: PolicySpec[]
  byRole: Map<string, RoleSpec>
}

/** Roles, users, groups and policies of an account, among them one role for every name that its functions use. */
export function makeIam(
  seed: number,
  account: Account,
  functions: FunctionSpec[],
  hostile: boolean,
): IamEstate {
  const roles = new Map<string, RoleSpec>()
  for (const role of fixedRoles(account)) roles.set(role.name, role)
  for (const fn of functions) {
    if (!roles.has(fn.roleName)) roles.set(fn.roleName, executionRole(seed, account, fn))
  }
  if (hostile) addHostileRoles(account, roles)
  const list = [...roles.values()]
  const users = makeUsers(account)
  if (hostile) addHostileUser(users)
  const groups = makeGroups(account)
  const attachments = [...list, ...users, ...groups].flatMap((entity) =>
    entity.attached.map((p) => p.PolicyArn),
  )
  const boundaries = [...list, ...users].flatMap((role) => (role.boundaryArn ? [role.boundaryArn] : []))
  const policies = managedPolicies(account).map((policy) => ({
    ...policy,
    attachmentCount: attachments.filter((arn) => arn === policy.arn).length,
  }))
  return {
    roles: list,
    users,
    groups,
    policies: policies.filter(
      (p) => p.attachmentCount > 0 || boundaries.includes(p.arn) || p.arn.includes(account.id),
    ),
    byRole: roles,
  }
}

/** A user whose policy and boundary are none, and whose group is not there. */
function addHostileUser(users: UserSpec[]): void {
  const [like] = users
  if (!like) return
  users.push({
    ...like,
    name: 'legacy-import',
    arn: `${like.arn}-legacy-import`,
    boundaryArn: 'arn:aws:iam::aws:policy/<b>nobody</b>',
    groups: ['<img src=x onerror=alert(1)>'],
    inline: [{ PolicyName: '=1+1', document: 'not a policy at all' }],
    tags: { '<script>': '\u202E=1+1' },
  })
}

function addHostileRoles(account: Account, roles: Map<string, RoleSpec>): void {
  const chance = new Chance('hostile', account.id)
  const first = [...roles.values()].find((role) => role.name.endsWith('-role'))
  if (!first) return
  const documents: Document[] = [
    'not a policy at all',
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: { Alien: '<b>*</b>' } },
    },
    '{"Statement":"=cmd|\' /C calc\'!A0"}',
  ]
  documents.forEach((document, i) => {
    const name = `legacy-import-${i}${chance.int(10, 99)}`
    roles.set(name, {
      ...first,
      name,
      id: awsIdFrom('AROA', account.id, name),
      arn: `arn:aws:iam::${account.id}:role/${name}`,
      trust: document,
      inline: [{ PolicyName: 'weird', document }],
      tags: { '<script>': '\u202E=1+1' },
    })
  })
}
