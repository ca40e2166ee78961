import { createSetupToken, needsSetUp } from '#server/services/setup/create-setup-token.ts'
import { ensureDemoUser } from '#server/services/setup/ensure-demo-user.ts'
import { openStore } from '#server/store/store.ts'
import type { Mode } from './choose-mode.ts'

/** What to print about signing in: the demo user, the one-time set-up link, or just the address. */
export async function signInLines(databaseUrl: string, mode: Mode, address: string): Promise<string[]> {
  const store = openStore(databaseUrl, { maxConnections: 1 })
  const deps = { store, clock: Date.now }
  try {
    if (mode === 'demo') {
      const { email, password } = await ensureDemoUser(deps)
      return [`Open      ${address}`, `Sign in   ${email}`, `Password  ${password}`]
    }
    if (await needsSetUp(deps)) {
      const token = await createSetupToken(deps)
      return ['Create the first administrator (the link works once):', `${address}/setup?token=${token}`]
    }
    return [`Open      ${address}`]
  } finally {
    await store.close()
  }
}
