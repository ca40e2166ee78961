import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { valueOr } from '#server/domain/field.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { organization } from './organization.ts'
import { runForTest } from './run-for-test.ts'

const demo = openDemo({ accounts: 24, hostile: true })

describe('the organisation', () => {
  it('is read by a delegated account: units, accounts with tags, and service control policies', async () => {
    const found = await demo.run(organization, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 1 } })
    const [record] = found.items as [OrganizationRecord]
    const units = valueOr(record.units, []) ?? []
    const unit = (name: string) => units.find((one) => one.name === name)
    expect(unit('Root')?.parentId).toBe(null)
    expect(unit('Prod')?.parentId).toBe(unit('Workloads')?.id)
    expect(unit('Workloads')?.parentId).toBe(unit('Root')?.id)
    const accounts = valueOr(record.accounts, []) ?? []
    expect(accounts).toHaveLength(24 + 3)
    expect(accounts.find(({ id }) => id === demo.aws.accounts[0]?.id)).toMatchObject({
      parentId: unit('Prod')?.id,
      tags: { state: 'known', value: { environment: 'prod', owner: 'shop' } },
    })
    expect(accounts.find(({ id }) => id === record.managementAccountId)?.tags.state).toBe('absent')
    expect(accounts.map(({ status }) => status)).toContain('SUSPENDED')
    const policies = valueOr(record.serviceControlPolicies, []) ?? []
    expect(policies.map(({ name }) => name).sort()).toEqual([
      'FullAWSAccess',
      'keep-the-trail',
      'only-our-regions',
    ])
    for (const { document, targets } of policies) {
      expect(document.state === 'known' && policyStatements(document.value)).toHaveLength(1)
      expect(targets.state).toBe('known')
    }
    expect(record.unknownFields).toEqual([])
  })

  it('is known to other members by name alone, which is no problem of theirs', async () => {
    const found = await demo.run(organization, undefined, { account: 1 })
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(found.items).toMatchObject([
      { name: 'o-sh0pexampl', units: { state: 'failed' }, serviceControlPolicies: { state: 'failed' } },
    ])
  })

  it('is none for an account that stands alone', async () => {
    const alone = demo.aws.accounts.findIndex(({ name }) => name === 'empty')
    const found = await demo.run(organization, undefined, { account: alone })
    expect(found).toMatchObject({ status: 'ok', complete: true, items: [], problems: [] })
  })

  it.each([
    ['ListRoots', ['units', 'accounts']],
    ['ListOrganizationalUnitsForParent', ['units', 'accounts']],
    ['ListAccountsForParent', ['accounts']],
    ['ListPolicies', ['serviceControlPolicies']],
  ] as const)('without %s has %j denied and the rest known', async (operation, fields) => {
    demo.aws.setFaults([{ service: 'organizations', operation, kind: 'denied' }])
    const found = await demo.run(organization, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true })
    const permission = `organizations:${operation}`
    expect(found.problems).toMatchObject([{ permission, state: 'denied' }])
    const [record] = found.items as [OrganizationRecord]
    for (const field of ['units', 'accounts', 'serviceControlPolicies'] as const)
      expect(record[field].state).toBe((fields as readonly string[]).includes(field) ? 'denied' : 'known')
  })

  it('without DescribePolicy has the policies with their documents denied', async () => {
    demo.aws.setFaults([{ service: 'organizations', operation: 'DescribePolicy', kind: 'denied' }])
    const [record] = (await demo.run(organization, undefined)).items as [OrganizationRecord]
    for (const { document, targets } of valueOr(record.serviceControlPolicies, []) ?? [])
      expect([document.state, targets.state]).toEqual(['denied', 'known'])
  })

  it('is not complete where it may not be described', async () => {
    demo.aws.setFaults([{ service: 'organizations', operation: 'DescribeOrganization', kind: 'denied' }])
    expect(await demo.run(organization, undefined)).toMatchObject({ status: 'denied', complete: false })
  })
})

describe('an odd answer', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })
  const describeAnswer = {
    Organization: {
      Id: 'o-1',
      Arn: 'arn:aws:organizations::1:organization/o-1',
      MasterAccountId: '1',
      New: 1,
    },
  }
  const answer = (answers: Record<string, unknown>) => {
    aws.answer = ({ operation }) => ({ body: answers[operation] ?? {} })
    return runForTest(organization, undefined, { clients, accountId: '111122223333' })
  }

  it('without an organisation is not taken for an account without one', async () => {
    expect(await answer({})).toMatchObject({ complete: false, status: 'failed' })
  })

  it('with units that are each other’s children ends', async () => {
    const { items } = await answer({
      DescribeOrganization: describeAnswer,
      ListRoots: { Roots: [{ Id: 'r-1', Name: '<b>root</b>' }] },
      ListOrganizationalUnitsForParent: { OrganizationalUnits: [{ Id: 'r-1' }, { Id: 'ou-1' }, null] },
      ListAccountsForParent: { Accounts: [{ Name: 'no id' }] },
      ListPolicies: { Policies: [{}] },
    })
    expect(items).toMatchObject([
      {
        units: { state: 'known', value: [{ name: '<b>root</b>' }, { id: 'ou-1', parentId: 'r-1' }] },
        accounts: { state: 'known', value: [] },
        serviceControlPolicies: { state: 'failed' },
        unknownFields: ['New'],
      },
    ])
  })
})
