import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { AwsAccess } from './access.ts'
import { startTestAws, type TestAws } from './aws-test-server.ts'

const ACCOUNT = '222233334444'
const REACHED = { id: ACCOUNT, roleArn: null, externalId: null }
let aws: TestAws
let access: AwsAccess
let folder = ''
/** The account that each access key belongs to. */
const accountOf: Record<string, string> = { AKIATEAMA: ACCOUNT, AKIATEAMB: '333344445555' }

beforeEach(async () => {
  aws = await startTestAws(({ accessKeyId }) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Account>${accountOf[accessKeyId]}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }))
  folder = await openTempDir('sightline-profiles-')
  const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`
  const file = join(folder, 'credentials')
  await writeFile(file, `[team-a]\n${keys('AKIATEAMA')}\n[team-b]\n${keys('AKIATEAMB')}`)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file)
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOWN')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  access = new AwsAccess({ region: 'eu-west-1' })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  access.clients.close()
  await aws.close()
  await rm(folder, { recursive: true })
})

const keyFor = async (profile: string | null) => {
  access.register({ ...REACHED, profile })
  return (await access.clients.credentialsFor(ACCOUNT).get()).accessKeyId
}

it('signs with the keys of an account’s profile, not with the program’s own', async () => {
  expect(await keyFor('team-a')).toBe('AKIATEAMA')
})

it('refuses a profile that leads into another account', async () => {
  await expect(keyFor('team-b')).rejects.toThrow('belong to account 333344445555, not to 222233334444')
})

it('says that there is no such profile, and takes another one once it is named', async () => {
  await expect(keyFor('team-x')).rejects.toThrow('team-x')
  expect(await keyFor('team-a')).toBe('AKIATEAMA')
})
