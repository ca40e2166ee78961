import { describe, expect, it } from 'vitest'
import { fingerprintFor } from './fingerprint-for.ts'

const SECRET = 'an installation secret of thirty-two characters'
const URL = 'postgresql://sightline:pw@db/sightline'

describe('fingerprints of secrets', () => {
  it('are the same for the same secret of the installation, whatever the database', () => {
    const one = fingerprintFor({ SIGHTLINE_SECRET: SECRET, DATABASE_URL: URL })
    expect(one('hunter2')).toBe(
      fingerprintFor({ SIGHTLINE_SECRET: SECRET, DATABASE_URL: undefined })('hunter2'),
    )
    expect(one('hunter2')).toMatch(/^[0-9a-f]{24}$/)
    expect(one('hunter2')).not.toBe(one('hunter3'))
  })

  it('differ from installation to installation, and last where only the database is known', () => {
    const of = (SIGHTLINE_SECRET?: string, DATABASE_URL?: string) =>
      fingerprintFor({ SIGHTLINE_SECRET, DATABASE_URL })('hunter2')
    expect(new Set([of(SECRET), of(`${SECRET}!`), of(undefined, URL), of()]).size).toBe(4)
    expect(of(undefined, URL)).toBe(of(undefined, URL))
  })
})
