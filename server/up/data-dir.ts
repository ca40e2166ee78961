import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SettingError } from '#server/errors.ts'

/** Makes the folder for the database and the secret; throws a SettingError where that cannot be. */
export async function openDataDir(path: string): Promise<string> {
  const dir = resolve(path)
  try {
    await mkdir(dir, { recursive: true })
    await access(dir, constants.W_OK)
    const probe = join(dir, `.probe-${randomBytes(4).toString('hex')}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it cannot be made'
    throw new SettingError(
      `The folder ${dir} cannot be written (${reason}): set SIGHTLINE_DATA_DIR to one that can.`,
      error,
    )
  }
  return dir
}

/** The installation's own secret, made on first use; only the owner can read the file. */
export async function readOrCreateSecret(dir: string): Promise<string> {
  const file = join(dir, 'secret')
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  const secret = randomBytes(32).toString('base64url')
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' })
  return secret
}
