import { SettingError } from '#server/errors.ts'
import { migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/store.ts'
import type { Mode } from './choose-mode.ts'

const MODE_KEY = 'mode'

/**
 * Brings the database up to date and makes sure that the demo's invented estate and a real one never share it. Throws a
 * SettingError when the database cannot be reached, is newer, or belongs to the other mode.
 */
export async function prepareDatabase(databaseUrl: string, mode: Mode): Promise<string[]> {
  const store = openStore(databaseUrl, { maxConnections: 2 })
  try {
    const applied = await migrate(store.pool)
    const kept = await store.prisma.setting.upsert({
      where: { key: MODE_KEY },
      create: { key: MODE_KEY, value: mode },
      update: {},
    })
    if (kept.value !== mode) {
      throw new SettingError(
        `The database holds ${kept.value === 'demo' ? 'the demo’s invented estate' : 'a real estate'} and this start is for ${mode} mode: use another DATABASE_URL, or set SIGHTLINE_MODE=${kept.value}.`,
      )
    }
    return applied
  } catch (error) {
    if (error instanceof SettingError) throw error
    const { code, message } = error as { code?: string; message?: string }
    const connecting = code === undefined || /^(E[A-Z]+|28\w{3}|3D000|57P03)$/.test(code)
    throw new SettingError(
      connecting
        ? `The database cannot be reached (${code ?? 'no answer'}): check DATABASE_URL.`
        : `The database could not be brought up to date (${code}: ${message}).`,
      error,
    )
  } finally {
    await store.close()
  }
}
