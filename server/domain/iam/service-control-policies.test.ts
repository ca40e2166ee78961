import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { OrganizationRecord, ServiceControlPolicy } from '#server/domain/records/organization-record.ts'
import { principalPolicies } from './principal-policies.ts'
import { allow, deny, documentOf, roleOf, type Statement } from './role-for-test.ts'
import { scpLevels } from './service-control-policies.ts'

const ACCOUNT = '111122223333'

const scp = (name: string, targets: string[], ...statements: Statement[]): ServiceControlPolicy => ({
  id: `p-${name}`,
  name,
  document: known(documentOf(...statements)),
  targets: known(targets),
})

const FULL = scp('full', ['r-1', 'ou-1', 'ou-2', ACCOUNT], allow('*'))

const organization = (more: Partial<OrganizationRecord> = {}): OrganizationRecord => ({
  kind: 'organization',
  arn: 'arn:aws:organizations::999999999999:organization/o-1',
  name: 'o-1',
  accountId: '999999999999',
  region: 'global',
  managementAccountId: '999999999999',
  featureSet: known('ALL'),
  units: known([
    { id: 'ou-2', name: 'Team', parentId: 'ou-1' },
    { id: 'r-1', name: 'Root', parentId: null },
    { id: 'ou-1', name: 'Workloads', parentId: 'r-1' },
  ]),
  accounts: known([{ id: ACCOUNT, name: 'app', status: 'ACTIVE', parentId: 'ou-2', tags: absent() }]),
  serviceControlPolicies: known([FULL, scp('guard', ['ou-1'], deny('organizations:*'))]),
  unknownFields: [],
  ...more,
})

const shown = (record: OrganizationRecord | undefined, account = ACCOUNT) => {
  const levels = scpLevels(account, record)
  if (levels.state !== 'known') return levels.state
  return levels.levels.map((level) => level.map(({ source }) => source.name).join('+')).join(' > ')
}

describe('scpLevels', () => {
  it('runs from the root over the units to the account', () => {
    expect(shown(organization())).toBe('full > full+guard > full > full')
  })

  it.each<[string, Partial<OrganizationRecord>, string]>([
    ['consolidated billing', { featureSet: known('CONSOLIDATED_BILLING') }, 'none'],
    ['no policies at all', { serviceControlPolicies: absent() }, 'none'],
    ['policies denied', { serviceControlPolicies: denied('organizations:ListPolicies') }, 'unseen'],
    ['units denied', { units: denied('organizations:ListOrganizationalUnitsForParent') }, 'unseen'],
    ['a unit missing', { units: known([{ id: 'ou-2', name: 'Team', parentId: 'ou-1' }]) }, 'unseen'],
    ['units in a circle', { units: known([{ id: 'ou-2', name: 'Team', parentId: 'ou-2' }]) }, 'unseen'],
    [
      'an unreadable policy',
      { serviceControlPolicies: known([{ ...FULL, document: failed('no') }]) },
      'unseen',
    ],
    ['unread targets', { serviceControlPolicies: known([{ ...FULL, targets: failed('no') }]) }, 'unseen'],
    ['a level without any', { serviceControlPolicies: known([scp('full', ['r-1'], allow('*'))]) }, 'unseen'],
  ])('with %s', (_, more, expected) => {
    expect(shown(organization(more))).toBe(expected)
  })

  it('leaves the management account alone, and knows nothing of strangers', () => {
    expect(shown(organization(), '999999999999')).toBe('none')
    expect(shown(organization(), '444455556666')).toBe('unseen')
    expect(shown(undefined)).toBe('unseen')
  })

  it('does not act on service-linked roles', () => {
    const linked = roleOf([], { path: '/aws-service-role/lambda.amazonaws.com/' })
    expect(principalPolicies(linked, scpLevels(ACCOUNT, undefined))).toMatchObject({
      scps: { state: 'none' },
      unseen: [],
    })
    expect(principalPolicies(roleOf([]), scpLevels(ACCOUNT, undefined)).unseen).toHaveLength(1)
  })
})
