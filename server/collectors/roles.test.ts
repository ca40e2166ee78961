import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { roles } from './roles.ts'
import { runForTest } from './run-for-test.ts'

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

const answer = (body: string) => {
  aws.answer = () => ({ headers: { 'content-type': 'text/xml' }, body })
  return runForTest(roles, undefined, { clients, accountId: '111122223333' })
}

it.each([
  ['nothing', ''],
  ['another program’s page', '<html><body>Sign in to the network</body></html>'],
  ['another answer', '<ListRolesResponse><ListRolesResult/></ListRolesResponse>'],
])('does not take %s for an account without roles', async (_, body) => {
  const { complete, problems } = await answer(body)
  expect(complete).toBe(false)
  expect(problems).toMatchObject([{ state: 'malformed' }])
})

it('takes an answer without roles for an account that has none', async () => {
  const body =
    '<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>'
  expect(await answer(body)).toMatchObject({ complete: true, items: [], problems: [] })
})

it('names what AWS tells of a role that Sightline does not know yet', async () => {
  const role =
    '<member><RoleName>r</RoleName><Arn>arn:aws:iam::1:role/r</Arn><Novelty><Deep>1</Deep></Novelty></member>'
  const body = `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><RoleDetailList>${role}</RoleDetailList></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`
  expect((await answer(body)).items).toMatchObject([{ name: 'r', unknownFields: ['Novelty'] }])
})
