import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { createSetupToken } from '#server/services/setup/create-setup-token.ts'
import { openStore } from '#server/store/store.ts'

/** `sightline setup-link` */
export async function printSetupLink(): Promise<void> {
  const env = readEnv()
  if (!env.DATABASE_URL) throw new SettingError('DATABASE_URL is not set.')
  const store = openStore(env.DATABASE_URL, { maxConnections: 1 })
  try {
    const token = await createSetupToken({ store, clock: Date.now })
    const address = env.SIGHTLINE_URL ?? `http://${env.SIGHTLINE_HOST}:${env.SIGHTLINE_PORT}`
    process.stdout.write(`${address}/setup?token=${token}\n`)
  } finally {
    await store.close()
  }
}
