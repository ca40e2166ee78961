import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

describe('readEnv', () => {
  it('has a default for everything but the secret', () => {
    expect(readEnv({})).toMatchObject({
      SIGHTLINE_PORT: 3000,
      SIGHTLINE_HOST: '127.0.0.1',
      SIGHTLINE_REGIONS: [],
      SIGHTLINE_DOWNLOAD_CODE: false,
    })
    expect(readEnv({}).SIGHTLINE_SECRET).toBeUndefined()
  })

  it('takes an empty setting for one that is not there', () => {
    expect(readEnv({ SIGHTLINE_PORT: '', DATABASE_URL: '' }).SIGHTLINE_PORT).toBe(3000)
  })

  it.each([
    [{ SIGHTLINE_PORT: 'abc' }, 'SIGHTLINE_PORT is not a whole number from 0 to 65535.'],
    [{ SIGHTLINE_PORT: '70000' }, 'SIGHTLINE_PORT is over 65535.'],
    [{ SIGHTLINE_MODE: 'prod' }, 'SIGHTLINE_MODE is neither demo nor aws.'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is not a postgresql:// address.'],
    [{ SIGHTLINE_SECRET: 'hunter2' }, 'SIGHTLINE_SECRET is shorter than 32 characters.'],
    [{ SIGHTLINE_DOWNLOAD_CODE: 'perhaps' }, 'SIGHTLINE_DOWNLOAD_CODE is neither true nor false.'],
    [{ SIGHTLINE_RATE_SHARE: 'fast' }, 'SIGHTLINE_RATE_SHARE is not a number from 0.01 to 1.'],
  ])('says in one sentence what is wrong with %o, without its value', (settings, sentence) => {
    expect(() => readEnv(settings)).toThrow(sentence)
  })
})
