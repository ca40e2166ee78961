import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { runForTest } from './run-for-test.ts'
import { users } from './users.ts'

const demo = openDemo({ hostile: true })

describe('IAM users', () => {
  it('have their own policies, those of their groups, and their boundary, in two calls', async () => {
    const found = await demo.run(users, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], calls: 2 })
    const byName = new Map(found.items.map((user) => [user.name, user]))
    expect([...byName.keys()].sort()).toEqual([
      'contractor-jansen',
      'emma.larsen',
      'farid.haddad',
      'legacy-ci',
      'legacy-import',
      'sightline',
    ])
    const admin = byName.get('emma.larsen')?.groups
    const [group] = admin?.state === 'known' ? admin.value : []
    expect(group).toMatchObject({
      name: 'admins',
      inline: [],
      attached: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess', document: { state: 'known' } }],
    })
    expect(byName.get('legacy-ci')).toMatchObject({
      path: '/system/',
      inlinePolicies: { state: 'known', value: [{ name: 'pass-any-role' }] },
      attachedPolicies: { state: 'absent' },
    })
    expect(byName.get('contractor-jansen')?.permissionsBoundary).toMatchObject({
      state: 'known',
      value: { name: 'deployment-boundary', document: { state: 'known' } },
    })
    const deployers = byName.get('legacy-ci')?.groups
    const policy = deployers?.state === 'known' ? deployers.value[0]?.attached[0]?.document : undefined
    const statements = policy?.state === 'known' ? policyStatements(policy.value) : undefined
    expect(statements?.flatMap(({ actions }) => actions)).toContain('iam:PassRole')
    expect(found.items.every(({ unknownFields }) => unknownFields.length === 0)).toBe(true)
  })

  it('that are hostile keep their text, and are unknown where it names nothing', async () => {
    const { items } = await demo.run(users, undefined)
    expect(items.find(({ name }) => name === 'legacy-import')).toMatchObject({
      groups: { state: 'failed' },
      tags: { value: { '<script>': '\u202E=1+1' } },
      inlinePolicies: { value: [{ name: '=1+1', document: { value: { parsed: undefined } } }] },
      permissionsBoundary: { value: { document: { state: 'failed' } } },
    })
  })

  it.each(['denied', 'html', 'malformed', 'truncated', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'iam', operation: 'GetAccountAuthorizationDetails', kind }])
      expect((await demo.run(users, undefined)).complete).toBe(false)
    },
  )
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
  const result = (inner: string) =>
    `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>${inner}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`
  const answer = (details: string, policies = '') => {
    aws.answer = ({ body }) => ({
      headers: { 'content-type': 'text/xml' },
      body: result(body.includes('ManagedPolicy') ? policies : details),
    })
    return runForTest(users, undefined, { clients, accountId: '111122223333' })
  }
  const user = (inner: string) =>
    `<UserDetailList><member><UserName>u</UserName><Arn>arn:aws:iam::1:user/u</Arn>${inner}</member></UserDetailList>`

  it('without managed policies is one call', async () => {
    const found = await answer(user('<Surprise>1</Surprise>'))
    expect(found).toMatchObject({ calls: 1, complete: true, items: [{ unknownFields: ['Surprise'] }] })
    expect(found.items[0]?.groups.state).toBe('absent')
  })

  it('with a group that is not listed leaves the groups unknown', async () => {
    const found = await answer(user('<GroupList><member>&lt;b&gt;</member></GroupList>'))
    expect(found.items[0]?.groups).toEqual({
      state: 'failed',
      reason: 'group <b> is not among the groups',
    })
  })

  it('without the attached policy leaves its document unknown', async () => {
    const policy = '<PolicyName>p</PolicyName><PolicyArn>arn:aws:iam::1:policy/p</PolicyArn>'
    const found = await answer(
      user(`<AttachedManagedPolicies><member>${policy}</member></AttachedManagedPolicies>`),
    )
    expect(found.calls).toBe(2)
    expect(found.items[0]?.attachedPolicies).toMatchObject({
      state: 'known',
      value: [{ name: 'p', document: { state: 'failed' } }],
    })
  })
})
