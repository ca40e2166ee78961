import { randomBytes } from 'node:crypto'
import { type Fingerprint, fingerprintKeyOf, fingerprintWith } from '#server/domain/secrets/fingerprint.ts'
import type { Env } from '#server/env.ts'

const ofThisProcess = fingerprintWith(randomBytes(32))
const bySecret = new Map<string, Fingerprint>()

/**
 * Fingerprints of secrets that are the same in every worker of an installation: their key comes from SIGHTLINE_SECRET,
 * else from the address of the database, which holds its password. With neither they last as long as the process.
 */
export function fingerprintFor(env: Pick<Env, 'SIGHTLINE_SECRET' | 'DATABASE_URL'>): Fingerprint {
  const secret = env.SIGHTLINE_SECRET ?? env.DATABASE_URL
  if (secret === undefined) return ofThisProcess
  const known = bySecret.get(secret) ?? fingerprintWith(fingerprintKeyOf(secret))
  bySecret.set(secret, known)
  return known
}
