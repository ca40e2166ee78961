import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { chooseMode } from './choose-mode.ts'

beforeEach(() => {
  for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) vi.stubEnv(key, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
})
afterEach(() => vi.unstubAllEnvs())

function giveCredentials(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not a real one')
}

it('is the demo without credentials', async () => {
  expect(await chooseMode({ SIGHTLINE_MODE: undefined })).toBe('demo')
})

it('is the account of the credentials where there are some', async () => {
  giveCredentials()
  expect(await chooseMode({ SIGHTLINE_MODE: undefined })).toBe('aws')
})

it('is the demo by force, credentials or not', async () => {
  giveCredentials()
  expect(await chooseMode({ SIGHTLINE_MODE: 'demo' })).toBe('demo')
})

it.each([
  ['SIGHTLINE_MODE is aws', 'aws' as const, undefined],
  ['AWS_ENDPOINT_URL is set', undefined, 'http://127.0.0.1:9'],
])('refuses when %s and there are no credentials', async (cause, mode, endpoint) => {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint)
  await expect(chooseMode({ SIGHTLINE_MODE: mode })).rejects.toThrow(
    `${cause}, but the standard chain has no AWS credentials: set them, or start with SIGHTLINE_MODE=demo.`,
  )
})
