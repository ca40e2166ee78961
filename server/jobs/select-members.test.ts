import { expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { OrganizationAccount, OrganizationRecord } from '#server/domain/records/organization-record.ts'
import { organizationRecord } from '#server/testing/records/organization-record.ts'
import { selectMembers } from './select-members.ts'

const account = (id: string, more: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  id,
  name: `name of ${id}`,
  status: 'ACTIVE',
  parentId: 'ou-prod',
  tags: absent(),
  ...more,
})
const record = (accounts: OrganizationAccount[], more: Partial<OrganizationRecord> = {}) =>
  organizationRecord({ accounts: known(accounts), ...more })
const watched = (members: ReturnType<typeof selectMembers>) =>
  Object.fromEntries((members ?? []).map((member) => [member.id, member.watched]))

it('takes every active account where nothing is chosen, with its units from the root down', () => {
  const members = selectMembers(record([account('1'), account('2', { status: 'SUSPENDED' })]), {
    units: [],
    tags: [],
  })
  expect(members).toMatchObject([
    { id: '1', watched: true, ouPath: 'Root/Workloads/Prod', tags: {}, reason: null },
    { id: '2', watched: false, reason: 'AWS says that the account is suspended.' },
  ])
})

it.each([
  [['ou-prod'], { prod: true, dev: false, top: false }],
  [['ou-work'], { prod: true, dev: true, top: false }],
  [['r-1'], { prod: true, dev: true, top: true }],
  [['ou-none'], { prod: false, dev: false, top: false }],
])('counts what is below the units %j', (units, expected) => {
  const accounts = [
    account('prod'),
    account('dev', { parentId: 'ou-dev' }),
    account('top', { parentId: 'r-1' }),
  ]
  expect(watched(selectMembers(record(accounts), { units, tags: [] }))).toEqual(expected)
})

it('takes an account that has one of the tags, and says nothing of one whose tags are hidden', () => {
  const accounts = [
    account('a', { tags: known({ team: 'pay', watch: 'yes' }) }),
    account('b', { tags: known({ watch: 'no' }) }),
    account('c', { tags: denied('organizations:ListTagsForResource') }),
    account('d', { tags: known({ owner: 'x' }) }),
  ]
  const filter = { units: [], tags: ['watch=yes', 'owner'] }
  expect(watched(selectMembers(record(accounts), filter))).toEqual({
    a: true,
    b: false,
    c: undefined,
    d: true,
  })
})

it('says nothing of units that it cannot see but those that the account hangs on directly', () => {
  const hidden = { units: denied<never>('organizations:ListOrganizationalUnitsForParent') }
  const members = selectMembers(record([account('a'), account('b', { parentId: 'ou-dev' })], hidden), {
    units: ['ou-prod'],
    tags: [],
  })
  expect(members).toMatchObject([
    { id: 'a', watched: true, ouPath: null },
    { id: 'b', watched: undefined },
  ])
})

it('ends with units that are each other’s parents', () => {
  const loop = known([
    { id: 'ou-1', name: 'One', parentId: 'ou-2' },
    { id: 'ou-2', name: 'Two', parentId: 'ou-1' },
  ])
  const members = selectMembers(record([account('a', { parentId: 'ou-1' })], { units: loop }), {
    units: [],
    tags: [],
  })
  expect(members).toMatchObject([{ ouPath: 'Two/One' }])
})

it('gives nothing where the accounts could not be listed', () => {
  expect(
    selectMembers(organizationRecord({ accounts: denied('x') }), { units: [], tags: [] }),
  ).toBeUndefined()
})
