import {
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  ListAccountAliasesCommand,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam'
import { paginateListFunctions } from '@aws-sdk/client-lambda'
import { expect, it } from 'vitest'
import { failureOf, startForTest } from '#demo/testing/start.ts'

it('pages through all entities, with URL-encoded policies, and a role for every function', async () => {
  const { demo, iam, lambda } = await startForTest({ functions: 200 })
  const pages = []
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 20 }, {}))
    pages.push(page)
  const roles = pages.flatMap((page) => page.RoleDetailList ?? [])
  const policies = pages.flatMap((page) => page.Policies ?? [])
  const estate = await (await fetch(`${demo.endpoint}/__demo/estate?hours=1`)).json()
  expect(roles).toHaveLength(estate.accounts[0].roles)
  expect(pages.flatMap((page) => page.UserDetailList ?? [])).toHaveLength(estate.accounts[0].users)
  expect(policies).toHaveLength(estate.accounts[0].managedPolicies)
  const arns = new Set(roles.map((role) => role.Arn))
  for await (const page of paginateListFunctions({ client: lambda }, {})) {
    for (const fn of page.Functions ?? []) expect(arns).toContain(fn.Role)
  }
  for (const role of roles) {
    expect(JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument ?? ''))).toHaveProperty('Statement')
  }
  const trusts = roles.map((role) => decodeURIComponent(role.AssumeRolePolicyDocument ?? ''))
  expect(trusts.some((trust) => trust.includes('"AWS":"*"'))).toBe(true)
  expect(roles.some((role) => role.PermissionsBoundary)).toBe(true)
  expect(policies.find((policy) => policy.PolicyName === 'read-shared-config')?.DefaultVersionId).toBe('v2')
})

it('filters by kind', async () => {
  const { iam } = await startForTest()
  const users = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }))
  expect(users.RoleDetailList).toEqual([])
  expect(users.UserDetailList?.map((user) => user.UserName)).toContain('sightline')
})

it('knows roles and aliases, and refuses what is not there', async () => {
  const { iam } = await startForTest()
  const role = await iam.send(new GetRoleCommand({ RoleName: 'gha-deploy' }))
  expect(role.Role?.CreateDate).toBeInstanceOf(Date)
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['shop-production'])
  expect(await failureOf(iam.send(new GetRoleCommand({ RoleName: 'nobody' })))).toEqual({
    name: 'NoSuchEntityException',
    status: 404,
    message: 'The role with name nobody cannot be found.',
  })
  const forged = iam.send(new GetAccountAuthorizationDetailsCommand({ Marker: 'forged' }))
  expect(await failureOf(forged)).toMatchObject({ name: 'ValidationError', status: 400 })
})
