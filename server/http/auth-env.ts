import { createHash } from 'node:crypto'
import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'

export type AuthEnv = { secret: string; baseUrl: string | null; cookiePrefix: string; secure: boolean }

/** Name under which the browser keeps the session: two instances on one host differ in it. */
export function cookiePrefixOf(secret: string): string {
  return `sightline-${createHash('sha256').update(secret).digest('hex').slice(0, 6)}`
}

/** @throws SettingError when SIGHTLINE_SECRET is missing or a setting is bad */
export function readAuthEnv(source: Record<string, string | undefined> = process.env): AuthEnv {
  const env = readEnv(source)
  if (!env.SIGHTLINE_SECRET) {
    throw new SettingError(
      'SIGHTLINE_SECRET is not set: start with `sightline up`, or set it to 32 characters or more.',
    )
  }
  const baseUrl = env.SIGHTLINE_URL ?? null
  return {
    secret: env.SIGHTLINE_SECRET,
    baseUrl,
    cookiePrefix: cookiePrefixOf(env.SIGHTLINE_SECRET),
    secure: baseUrl?.startsWith('https://') ?? false,
  }
}
